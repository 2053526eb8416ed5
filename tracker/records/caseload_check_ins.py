"""Check-ins of the period: how many, how many with a photo, how many flagged and by which rule.

Flagged: its newest assessment found a flag (a finding of review or more). Acted on: as everywhere
(records/acting.py). A photo counts where it came with the check-in, taken back later or not;
advised: the picture's own quality gave advice (dark, bright, blurred). How often she took a photo
again before she sent it is stored nowhere, so nothing is counted of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from tracker.figures.share import NOTHING, Share
from tracker.models import Assessment, CheckIn, Photo, ReviewEvent
from tracker.records.acting import ACTS, DECISIONS, JOINED
from tracker.records.caseload_groups import KEYS, Counts, Key, by_group, with_groups
from tracker.records.caseload_period import Period
from tracker.wording import PHOTO_ADVICE

Groups = dict[Key, int]


class Flagged(NamedTuple):
    check_in: UUID
    rules: tuple[str, ...]
    language: str
    born: int


@dataclass(frozen=True)
class CheckIns:
    """acted: ids of check-ins."""

    period: Period
    counted: Groups
    with_photo: Groups
    advised: Groups
    flagged: tuple[Flagged, ...]
    acted: frozenset[UUID]

    @property
    def number(self) -> int:
        return sum(self.counted.values())

    @property
    def flags(self) -> Share:
        return Share(len(self.flagged), self.number)

    @property
    def photos(self) -> Share:
        return Share(sum(self.with_photo.values()), self.number)

    @property
    def advice(self) -> Share:
        return Share(sum(self.advised.values()), sum(self.with_photo.values()))

    def flags_by_group(self) -> Counts:
        flagged: Groups = {}
        for each in self.flagged:
            key = each.language, each.born
            flagged[key] = flagged.get(key, 0) + 1
        return self._shares(flagged, self.counted)

    def advice_by_group(self) -> Counts:
        return self._shares(self.advised, self.with_photo)

    def _shares(self, parts: Groups, wholes: Groups) -> Counts:
        rows = ((*key, Share(parts.get(key, 0), whole)) for key, whole in wholes.items())
        return by_group(rows, self.period)

    def by_rule(self, flags: Iterable[str]) -> dict[str, Share]:
        """Rule -> the flagged check-ins on which it fired, and those of them acted on."""
        wanted, found = frozenset(flags), dict[str, Share]()
        for each in self.flagged:
            one = Share(int(each.check_in in self.acted), 1)
            for rule in wanted.intersection(each.rules):
                found[rule] = found.get(rule, NOTHING) + one
        return found


def check_ins(period: Period) -> CheckIns:
    with_photo, advised = _photos(period)
    return CheckIns(
        period,
        counted=_count(check_ins_in(period)),
        with_photo=with_photo,
        advised=advised,
        flagged=tuple(_flagged(period)),
        acted=frozenset(_acted(period)),
    )


def check_ins_in(period: Period) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(period.holds("judged_at"), patient__clinic=period.clinic)


def with_photo(rows: QuerySet[CheckIn], *, advised: bool = False) -> QuerySet[CheckIn]:
    photos = Photo.objects.filter(check_in=OuterRef("pk"))
    return rows.filter(Exists(photos.filter(ADVISED) if advised else photos))


def flagged(rows: QuerySet[CheckIn], *, rule: str = "") -> QuerySet[CheckIn]:
    found = _newest(Assessment.objects.filter(check_in=OuterRef("pk"), needs_review=True))
    if rule:
        written = found.annotate(written=Cast("rules", TextField()))
        found = written.filter(written__contains=f'"{rule}"')
    return rows.filter(Exists(found))


def acted_on(rows: QuerySet[CheckIn], period: Period) -> QuerySet[CheckIn]:
    return rows.filter(pk__in=_acted(period))


ADVISED = Q(quality__advice__in=list(PHOTO_ADVICE))


def _count(rows: QuerySet[CheckIn]) -> Groups:
    grouped = with_groups(rows, "patient").order_by().values_list(*KEYS)
    return {(language, born): n for language, born, n in grouped.annotate(number=Count("pk"))}


def _photos(period: Period) -> tuple[Groups, Groups]:
    """Check-ins with a photo, and those with an advised one; one pass over the photos."""
    held = period.holds("check_in__judged_at")
    rows = Photo.objects.filter(held, check_in__patient__clinic=period.clinic)
    grouped = with_groups(rows, "check_in__patient").values_list(*KEYS)
    counted = grouped.annotate(
        number=Count("check_in", distinct=True),
        advised=Count("check_in", distinct=True, filter=ADVISED),
    )
    found: tuple[Groups, Groups] = ({}, {})
    for language, born, *numbers in counted:
        for groups, number in zip(found, numbers, strict=True):
            groups[language, born] = number
    return found


def _newest(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    newer = Assessment.objects.filter(check_in=OuterRef("check_in"), number__gt=OuterRef("number"))
    return rows.filter(~Exists(newer))


def _flagged(period: Period) -> Iterable[Flagged]:
    held = period.holds("check_in__judged_at")
    rows = Assessment.objects.filter(held, check_in__patient__clinic=period.clinic)
    rows = _newest(rows.filter(period.not_before("created_at"), needs_review=True))
    grouped = with_groups(rows, "check_in__patient")
    for check_in, rules, *group in grouped.values_list("check_in_id", "rules", *KEYS):
        yield Flagged(check_in, tuple(rules), *group)


def _acted(period: Period) -> QuerySet[ReviewEvent, UUID]:
    """Check-ins whose case was decided "treated" or "referred", or acted on after they joined."""
    later = ReviewEvent.objects.filter(
        case=OuterRef("case"), number__gt=OuterRef("number"), action__in=ACTS
    )
    joined = ReviewEvent.objects.filter(
        period.holds("assessment__check_in__judged_at"),
        period.not_before("at"),
        period.not_before("assessment__created_at"),
        assessment__needs_review=True,
        case__clinic=period.clinic,
        action__in=JOINED,
    )
    acted = joined.filter(Q(case__decision__reason__in=DECISIONS) | Exists(later))
    return acted.values_list("assessment__check_in", flat=True)
