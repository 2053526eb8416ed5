"""The groups in which fairness is looked at: language, age in the year the period ends, skin tone.

Skin tone is told by the skin type that the clinic recorded, two types a group so that groups are
large enough to compare. Whoever was not asked is counted as such (docs/adr/066).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import Case, F, Model, QuerySet, Value, When

from tracker.figures.share import NOTHING, Share
from tracker.models import SkinType
from tracker.records.caseload_period import Period

AGES: Mapping[str, tuple[int, int]] = {
    "under_30": (0, 30),
    "30_39": (30, 40),
    "40_49": (40, 50),
    "50_59": (50, 60),
    "60_up": (60, 200),
}
NOT_ASKED = "not_asked"
SKINS: Mapping[str, tuple[str, ...]] = {
    "I_II": (SkinType.ONE, SkinType.TWO),
    "III_IV": (SkinType.THREE, SkinType.FOUR),
    "V_VI": (SkinType.FIVE, SkinType.SIX),
    NOT_ASKED: ("",),
}
DIMENSIONS = ("language", "age", "skin")
KEYS = ("group_language", "group_age", "group_skin")  # columns; a row may have its own language
Rows = TypeVar("Rows", bound=Model)
Key = tuple[str, str, str]  # language, age, skin
Counts = dict[str, dict[str, Share]]  # dimension -> group -> share


def with_groups(rows: QuerySet[Rows], period: Period, patient: str) -> QuerySet[Any]:
    """Each row with KEYS; patient: the path to her. The age is "" for years that nobody lives."""
    found: QuerySet[Any] = rows.annotate(
        group_language=F(f"{patient}__language"),
        group_age=_age(period, f"{patient}__date_of_birth"),
        group_skin=_skin(f"{patient}__skin_type"),
    )
    return found


def groups_written(period: Period, patient: str) -> str:
    """The same in SQL, as many columns as DIMENSIONS; patient: the table's name in it."""
    age, skin = _age_written(period, f"{patient}.date_of_birth"), _skin_written(patient)
    return f"{patient}.language, {age} AS age, {skin} AS skin"


def _age(period: Period, born: str) -> Case:
    bands = [
        When(**{f"{born}__gte": first, f"{born}__lt": after}, then=Value(name))
        for name, first, after in _bands(period)
    ]
    return Case(*bands, default=Value(""))


def _skin(recorded: str) -> Case:
    bands = [
        When(**{f"{recorded}__in": types}, then=Value(name))
        for name, types in SKINS.items()
        if name != NOT_ASKED
    ]
    return Case(*bands, default=Value(NOT_ASKED))


def _skin_written(patient: str) -> str:
    bands = (
        f"WHEN '{each}' THEN '{name}'"
        for name, types in SKINS.items()
        for each in types
        if name != NOT_ASKED
    )
    return f"CASE {patient}.skin_type {' '.join(bands)} ELSE '{NOT_ASKED}' END"


def _age_written(period: Period, born: str) -> str:
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
    rows: QuerySet[Rows], period: Period, patient: str, *, language: str, age: str, skin: str
) -> QuerySet[Rows]:
    """Only those of a language, an age or a skin tone; what is "" does not narrow."""
    if language:
        rows = rows.filter(**{f"{patient}__language": language})
    if age:
        least, most = AGES[age]
        born = f"{patient}__date_of_birth__year"
        first, last = period.last.year - most, period.last.year - least
        rows = rows.filter(**{f"{born}__gt": first, f"{born}__lte": last})
    if skin:
        rows = rows.filter(**{f"{patient}__skin_type__in": SKINS[skin]})
    return rows


def by_group(rows: Iterable[tuple[Key, Share]]) -> Counts:
    """Summed up along each dimension."""
    found: Counts = {name: {} for name in DIMENSIONS}
    for key, share in rows:
        for name, group in zip(DIMENSIONS, key, strict=True):
            found[name][group] = found[name].get(group, NOTHING) + share
    return found
