"""Every field of every model with a value that is seen again, and what a request changed by it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import connection, models

ID = "5eed5eed-5eed-4eed-8eed-5eed5eed5eed"
TEXT, DAY, MOMENT, NUMBER = "planted-word", "1955-05-05", "1955-05-05T05:05:05+00:00", 55
MARKS = ("planted-word", "5eed5eed", "1955-05-05")
ALSO = {  # what no model has, and attackers try
    "is_staff": True,
    "is_superuser": True,
    "is_admin": True,
    "role": "administrator",
    "roles": ["administrator", "clinical_lead"],
    "groups": [1],
    "permissions": ["all"],
    "reviewed_by": ID,
    "severity": 4,
}
OPENS_A_CASE = {"wants_contact", "worried"}  # hers to say; a case of its own is no column of hers
SAME_EACH_TIME = [  # ids, hours, digests and measured times differ between two equal requests
    (re.compile(r"[0-9a-f]{64}"), "digest"),
    (re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}"), "id"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:\+\d\d:\d\d|Z)?"), "moment"),
    (re.compile(r"\d+\.\d{3,}"), "measured"),
]
Change = tuple[str, str, str]  # table, column, value


def numbered_by_postgresql() -> set[tuple[str, str]]:
    """Its sequences do not go back with a transaction; SQLite's do, so that an id is seen there."""
    if connection.vendor != "postgresql":
        return set()
    own = [
        (each._meta.db_table, each._meta.pk) for each in apps.get_models(include_auto_created=True)
    ]
    return {(table, pk.column) for table, pk in own if isinstance(pk, models.AutoField)}


def extras() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, models.Field):
                found[field.name] = found[field.attname] = value_of(field)
    return {name: said for name, said in (found | ALSO).items() if name not in OPENS_A_CASE}


def value_of(field: Any) -> Any:
    if isinstance(field, models.BooleanField):
        return not field.default if isinstance(field.default, bool) else True
    if isinstance(field, models.DateTimeField):
        return MOMENT
    if isinstance(field, models.DateField):
        return DAY
    if isinstance(field, models.UUIDField | models.ForeignKey):
        return ID
    if isinstance(field, models.JSONField):
        return [TEXT]
    if isinstance(field, models.IntegerField | models.FloatField | models.DecimalField):
        return NUMBER
    return TEXT


def stuffed(body: Any, more: Mapping[str, Any]) -> Any:
    """The body with all of it beside what it says, at every depth."""
    if isinstance(body, Mapping):
        return {**more, **{name: stuffed(said, more) for name, said in body.items()}}
    if isinstance(body, list):
        return [stuffed(each, more) for each in body]
    return body


def everything() -> Counter[tuple[str, tuple[Any, ...]]]:
    found: Counter[tuple[str, tuple[Any, ...]]] = Counter()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found.update((table, row) for row in cursor.fetchall())
    return found


def columns() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        return {
            table: [
                column.name
                for column in connection.introspection.get_table_description(cursor, table)
            ]
            for table in connection.introspection.table_names(cursor)
        }


def changes(
    before: Counter[tuple[str, tuple[Any, ...]]], names: Mapping[str, list[str]]
) -> Counter[Change]:
    """Each value of each row that is new or another one since."""
    numbered = numbered_by_postgresql()
    return Counter(
        (table, column, "number" if (table, column) in numbered else plain(value))
        for (table, row), count in (everything() - before).items()
        for column, value in zip(names[table], row, strict=True)
        for _copy in range(count)
    )


def plain(value: Any) -> str:
    said = str(value)
    for pattern, word in SAME_EACH_TIME:
        said = pattern.sub(lambda at, word=word: at[0] if is_planted(at[0]) else word, said)  # type: ignore[misc]
    return said


def is_planted(said: str) -> bool:
    return any(mark in said for mark in MARKS)


def touched(clean: Counter[Change], other: Counter[Change]) -> Iterator[str]:
    """Columns that came out otherwise; a row more or less shows in all of its columns."""
    for table, column, _value in (clean - other) | (other - clean):
        yield f"{table}.{column}"
