"""The groups in which fairness is looked at: language, and age in the year the period ends.

Skin tone would be the third: no row of the product holds it, so nothing is counted by it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import F, Model, QuerySet
from django.db.models.functions import ExtractYear

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
KEYS = ("group_language", "group_born")  # columns; a row may have a language of its own
Rows = TypeVar("Rows", bound=Model)
Key = tuple[str, int]  # language, year of birth
Counts = dict[str, dict[str, Share]]  # dimension -> group -> share


def with_groups(rows: QuerySet[Rows], patient: str) -> QuerySet[Any]:
    """Each row with KEYS; patient: the path to her.

    Ages are made of the years outside the database: they cost most of a count otherwise.
    """
    found: QuerySet[Any] = rows.annotate(
        group_language=F(f"{patient}__language"),
        group_born=ExtractYear(f"{patient}__date_of_birth"),
    )
    return found


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


def age_of(born: int, period: Period) -> str:
    """The band; "" for years that nobody lives."""
    years = period.last.year - born
    bands = (name for name, (least, most) in AGES.items() if least <= years < most)
    return next(bands, "")


def by_group(rows: Iterable[tuple[str, int, Share]], period: Period) -> Counts:
    """Summed up along each dimension: rows are language, year of birth and share."""
    found: Counts = {name: {} for name in DIMENSIONS}
    for language, born, share in rows:
        for name, key in zip(DIMENSIONS, (language, age_of(born, period)), strict=True):
            found[name][key] = found[name].get(key, NOTHING) + share
    return found
