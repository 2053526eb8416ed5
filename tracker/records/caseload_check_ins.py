"""Check-ins of the period: how many, how many with a photo, how many flagged and by which rule.

Flagged: its newest assessment found a flag (a finding of review or more). Acted on: as everywhere
(records/acting.py). A photo counts where it came with the check-in, taken back later or not;
advised: the picture's own quality gave advice (dark, bright, blurred). Taken again: her phone let
one go before it; of those that it counted alone (docs/adr/088).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    TextField,
)
from django.db.models.functions import Cast

from tracker.figures.share import NOTHING, Share
from tracker.models import Assessment, CheckIn, Photo, ReviewEvent
from tracker.records.acting import ACTS, DECISIONS, JOINED
from tracker.records.caseload_groups import KEYS, Counts, Key, by_group, with_groups
from tracker.records.caseload_period import Period
from tracker.records.caseload_sums import Groups, sums
from tracker.wording import PHOTO_ADVICE


class Flagged(NamedTuple):
    """So many check-ins on which the same rules fired, and whether they led to action."""

    rules: tuple[str, ...]
    is_acted: bool
    group: Key
    number: int


@dataclass(frozen=True)
class CheckIns:
    counted: Groups
    with_photo: Groups
    advised: Groups
    tries_counted: Groups
    taken_again: Groups
    flagged: tuple[Flagged, ...]

    @property
    def number(self) -> int:
        return sum(self.counted.values())

    @property
    def flags(self) -> Share:
        return Share(sum(each.number for each in self.flagged), self.number)

    @property
    def photos(self) -> Share:
        return Share(sum(self.with_photo.values()), self.number)

    @property
    def advice(self) -> Share:
        return Share(sum(self.advised.values()), sum(self.with_photo.values()))

    @property
    def taken_twice(self) -> Share:
        """With a photo that was taken again, of those whose phone counted."""
        return Share(sum(self.taken_again.values()), sum(self.tries_counted.values()))

    def flags_by_group(self) -> Counts:
        flagged: Groups = {}
        for each in self.flagged:
            flagged[each.group] = flagged.get(each.group, 0) + each.number
        return _shares(flagged, self.counted)

    def advice_by_group(self) -> Counts:
        return _shares(self.advised, self.with_photo)

    def taken_again_by_group(self) -> Counts:
        return _shares(self.taken_again, self.tries_counted)

    def by_rule(self, flags: Iterable[str]) -> dict[str, Share]:
        """Rule -> the flagged check-ins on which it fired, and those of them acted on."""
        wanted, found = frozenset(flags), dict[str, Share]()
        for each in self.flagged:
            these = Share(each.number if each.is_acted else 0, each.number)
            for rule in wanted.intersection(each.rules):
                found[rule] = found.get(rule, NOTHING) + these
        return found


def check_ins(period: Period) -> CheckIns:
    return CheckIns(*sums(period), flagged=tuple(_flagged(period)))


def check_ins_in(period: Period) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(period.holds("judged_at"), patient__clinic=period.clinic)


def with_photo(rows: QuerySet[CheckIn], which: str = "any") -> QuerySet[CheckIn]:
    """which: a name of PHOTOS."""
    photos = Photo.objects.filter(check_in=OuterRef("pk"))
    return rows.filter(Exists(photos.filter(PHOTOS[which])))


def flagged(rows: QuerySet[CheckIn], *, rule: str = "") -> QuerySet[CheckIn]:
    found = _newest(Assessment.objects.filter(check_in=OuterRef("pk"), needs_review=True))
    if rule:
        written = found.annotate(written=Cast("rules", TextField()))
        found = written.filter(written__contains=f'"{rule}"')
    return rows.filter(Exists(found))


def acted_on(rows: QuerySet[CheckIn], period: Period) -> QuerySet[CheckIn]:
    acted = _acted(period).values("assessment__check_in")
    return rows.filter(period.holds("judged_at"), pk__in=acted)


PHOTOS = {
    "any": Q(),
    "advised": Q(quality__advice__in=list(PHOTO_ADVICE)),
    "counted": Q(taken_again__isnull=False),
    "again": Q(taken_again__gt=0),
}


def _shares(parts: Groups, wholes: Groups) -> Counts:
    return by_group((key, Share(parts.get(key, 0), whole)) for key, whole in wholes.items())


def _newest(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    newer = Assessment.objects.filter(check_in=OuterRef("check_in"), number__gt=OuterRef("number"))
    return rows.filter(~Exists(newer))


def _flagged(period: Period) -> Iterable[Flagged]:
    held = period.holds("check_in__judged_at")
    rows = Assessment.objects.filter(held, check_in__patient__clinic=period.clinic)
    rows = _newest(rows.filter(period.not_before("created_at"), needs_review=True))
    acted = Q(check_in__in=_acted(period).values("assessment__check_in"))
    rows = rows.annotate(acted=ExpressionWrapper(acted, BooleanField()))
    grouped = with_groups(rows, period, "check_in__patient")
    counted = grouped.values_list("rules", "acted", *KEYS).annotate(number=Count("pk"))
    for rules, is_acted, language, age, skin, number in counted:
        yield Flagged(tuple(rules), is_acted, (language, age, skin), number)


def _acted(period: Period) -> QuerySet[ReviewEvent]:
    """Of check-ins whose case was decided as DECISIONS, or acted on after they joined it.

    Of younger check-ins too: who asks narrows them to the period.
    """
    later = ReviewEvent.objects.filter(
        case=OuterRef("case"), number__gt=OuterRef("number"), action__in=ACTS
    )
    joined = ReviewEvent.objects.filter(
        period.not_before("at"),
        period.not_before("assessment__created_at"),
        assessment__needs_review=True,
        case__clinic=period.clinic,
        action__in=JOINED,
    )
    return joined.filter(Q(case__decision__reason__in=DECISIONS) | Exists(later))
