"""The groups in which fairness is looked at: language, and age in the year the period ends.

Skin tone would be the third: no row of the product holds it, so nothing is counted by it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import Case, F, Model, QuerySet, Value, When

from tracker.figures.share import NOTHING, Share
from tracker.records.caseload_period import Period

AGES: Mapping[str, tuple[int, int]] = {
    "under_30": (0, 30),
    "30_39": (30, 40),
    "40_49": (40, 50),
    "50_59": (50, 60),
    "60_up": (60, 200),
}
DIMENSIONS = ("language", "age")
KEYS = ("group_language", "group_age")  # columns; a row may have a language of its own
Rows = TypeVar("Rows", bound=Model)
Key = tuple[str, str]  # language, age
Counts = dict[str, dict[str, Share]]  # dimension -> group -> share


def with_groups(rows: QuerySet[Rows], period: Period, patient: str) -> QuerySet[Any]:
    """Each row with KEYS; patient: the path to her. The age is "" for years that nobody lives."""
    found: QuerySet[Any] = rows.annotate(
        group_language=F(f"{patient}__language"),
        group_age=_age(period, f"{patient}__date_of_birth"),
    )
    return found


def _age(period: Period, born: str) -> Case:
    bands = [
        When(**{f"{born}__gte": first, f"{born}__lt": after}, then=Value(name))
        for name, first, after in _bands(period)
    ]
    return Case(*bands, default=Value(""))


def age_written(period: Period, born: str) -> str:
    """The same in SQL; born: the column."""
    bands = (
        f"WHEN {born} >= '{first}' AND {born} < '{after}' THEN '{name}'"
        for name, first, after in _bands(period)
    )
    return f"CASE {' '.join(bands)} ELSE '' END"


def _bands(period: Period) -> Iterator[tuple[str, date, date]]:
    """Band, its first day of birth, the day after its last: a year taken out of each costs more."""
    year = period.last.year
    for name, (least, most) in AGES.items():
        yield name, date(year - most + 1, 1, 1), date(year - least + 1, 1, 1)


def in_group(
    rows: QuerySet[Rows], period: Period, patient: str, *, language: str, age: str
) -> QuerySet[Rows]:
    """Only those of a language or an age; what is "" does not narrow."""
    if language:
        rows = rows.filter(**{f"{patient}__language": language})
    if age:
        least, most = AGES[age]
        born = f"{patient}__date_of_birth__year"
        first, last = period.last.year - most, period.last.year - least
        rows = rows.filter(**{f"{born}__gt": first, f"{born}__lte": last})
    return rows


def by_group(rows: Iterable[tuple[Key, Share]]) -> Counts:
    """Summed up along each dimension."""
    found: Counts = {name: {} for name in DIMENSIONS}
    for key, share in rows:
        for name, group in zip(DIMENSIONS, key, strict=True):
            found[name][group] = found[name].get(group, NOTHING) + share
    return found
