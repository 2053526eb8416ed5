"""The groups in which fairness is looked at: language, and age in the year of the treatment.

Skin tone would be the third: no row of the product holds it, so nothing is counted by it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Model, Q, QuerySet, Value, When
from django.db.models.functions import ExtractYear

from tracker.figures.share import NOTHING, Share

AGES: Mapping[str, tuple[int, int]] = {
    "under_30": (0, 30),
    "30_39": (30, 40),
    "40_49": (40, 50),
    "50_59": (50, 60),
    "60_up": (60, 200),
}
DIMENSIONS = ("language", "age")
KEYS = ("group_language", "group_age")  # the columns; a row may have a language of its own
Rows = TypeVar("Rows", bound=Model)
Counts = dict[str, dict[str, Share]]  # dimension -> group -> share


def with_groups(rows: QuerySet[Rows], zone: ZoneInfo, treatment: str) -> QuerySet[Any]:
    """Each row with KEYS; treatment: the path to it, "" where rows are these.

    age: the year of the treatment less the year of birth, so that a count made today and one made
    in a year put everybody into the same group.
    """
    path = f"{treatment}__" if treatment else ""
    treated = ExtractYear(f"{path}performed_at", tzinfo=zone)
    years = rows.annotate(
        group_language=F(f"{path}patient__language"),
        years=treated - ExtractYear(f"{path}patient__date_of_birth"),
    )
    bands = [
        When(years__gte=least, years__lt=most, then=Value(name))
        for name, (least, most) in AGES.items()
    ]
    rows_in_groups: QuerySet[Any] = years.annotate(group_age=Case(*bands, default=Value("")))
    return rows_in_groups


def in_group(rows: QuerySet[Rows], zone: ZoneInfo, treatment: str, **wanted: str) -> QuerySet[Any]:
    """Only those of a language or an age; what is "" does not narrow."""
    asked = Q(**{f"group_{name}": value for name, value in wanted.items() if value})
    return with_groups(rows, zone, treatment).filter(asked) if asked else rows


def by_group(rows: Iterable[tuple[str, str, Share]]) -> Counts:
    """Summed up along each dimension: rows are language, age and share."""
    found: Counts = {name: {} for name in DIMENSIONS}
    for *keys, share in rows:
        for name, key in zip(DIMENSIONS, keys, strict=True):
            found[name][str(key)] = found[name].get(str(key), NOTHING) + share
    return found
