"""Check-ins of the period: how many, how many with a photo, how many flagged and by which rule.

Flagged: its newest assessment found a flag (a finding of review or more). Acted on: as everywhere
(records/acting.py). A photo counts where it came with the check-in, taken back later or not;
advised: the picture's own quality gave advice (dark, bright, blurred). How often she took a photo
again before she sent it is stored nowhere, so nothing is counted of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from tracker.figures.share import NOTHING, Share
from tracker.models import Assessment, CheckIn, Photo, ReviewEvent
from tracker.records.acting import ACTS, DECISIONS, JOINED
from tracker.records.caseload_groups import KEYS, Counts, by_group, with_groups
from tracker.records.caseload_period import Period
from tracker.wording import PHOTO_ADVICE

Groups = dict[tuple[str, str], int]


class Flagged(NamedTuple):
    check_in: UUID
    rules: tuple[str, ...]
    language: str
    age: str


@dataclass(frozen=True)
class CheckIns:
    """counted, with_photo, advised: (language, age) -> check-ins; acted: ids."""

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
            flagged[each.language, each.age] = flagged.get((each.language, each.age), 0) + 1
        return _shares(flagged, self.counted)

    def advice_by_group(self) -> Counts:
        return _shares(self.advised, self.with_photo)

    def by_rule(self, flags: Iterable[str]) -> dict[str, Share]:
        """Rule -> the flagged check-ins on which it fired, and those of them acted on."""
        wanted, found = frozenset(flags), dict[str, Share]()
        for each in self.flagged:
            one = Share(int(each.check_in in self.acted), 1)
            for rule in wanted.intersection(each.rules):
                found[rule] = found.get(rule, NOTHING) + one
        return found


def check_ins(period: Period) -> CheckIns:
    return CheckIns(
        counted=_count(check_ins_in(period), period),
        with_photo=_count(_photos(period), period, "check_in", "check_in__treatment"),
        advised=_count(_photos(period).filter(ADVISED), period, "check_in", "check_in__treatment"),
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


def _photos(period: Period) -> QuerySet[Photo]:
    held = period.holds("check_in__judged_at")
    return Photo.objects.filter(held, check_in__patient__clinic=period.clinic)


def _count(
    rows: QuerySet[Any], period: Period, what: str = "pk", treatment: str = "treatment"
) -> Groups:
    grouped = with_groups(rows, period.zone, treatment).values(*KEYS)
    counted = grouped.annotate(number=Count(what, distinct=what != "pk"))
    return {(row[KEYS[0]], row[KEYS[1]]): row["number"] for row in counted}


def _newest(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    newer = Assessment.objects.filter(check_in=OuterRef("check_in"), number__gt=OuterRef("number"))
    return rows.filter(~Exists(newer))


def _flagged(period: Period) -> Iterable[Flagged]:
    held = period.holds("check_in__judged_at")
    rows = Assessment.objects.filter(held, check_in__patient__clinic=period.clinic)
    rows = _newest(rows.filter(needs_review=True))
    grouped = with_groups(rows, period.zone, "check_in__treatment")
    for check_in, rules, *group in grouped.values_list("check_in_id", "rules", *KEYS):
        yield Flagged(check_in, tuple(rules), *group)


def _acted(period: Period) -> QuerySet[ReviewEvent, UUID]:
    """Check-ins whose case was decided "treated" or "referred", or acted on after they joined."""
    later = ReviewEvent.objects.filter(
        case=OuterRef("case"), number__gt=OuterRef("number"), action__in=ACTS
    )
    joined = ReviewEvent.objects.filter(
        period.holds("assessment__check_in__judged_at"),
        case__clinic=period.clinic,
        action__in=JOINED,
    )
    acted = joined.filter(Q(case__decision__reason__in=DECISIONS) | Exists(later))
    return acted.values_list("assessment__check_in", flat=True)


def _shares(parts: Groups, wholes: Groups) -> Counts:
    return by_group((*key, Share(parts.get(key, 0), whole)) for key, whole in wholes.items())
