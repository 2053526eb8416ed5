"""Adverse events per 100 treatments: by type, product, area and lot.

An adverse event is a treatment of which a review case stands decided as "treated" or "referred": a
clinician found something that needed care. Her decision makes it one, never the rule alone; a case
that was reopened counts again when it is decided. A treatment counts once, however many cases it
had. Its type is the gravest flag among the check-ins that opened or joined such a case, by the
protocol's own order; "" where no check-in did (the patient or a colleague raised it, or silence).
The treatments are those performed in the period, by the clinic's clock.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet

from tracker.figures.share import NOTHING, Share
from tracker.models import InjectionSite, ReviewCase, Status, Treatment
from tracker.records.acting import DECISIONS, JOINED
from tracker.records.caseload_period import Period

Shares = dict[Any, Share]


@dataclass(frozen=True)
class Adverse:
    """kinds: treatment -> type. The others: key -> treatments with an event, of all of that key."""

    total: Share
    kinds: Mapping[UUID, str]
    products: Shares  # (procedure, product)
    regions: Shares
    lots: Shares

    def by_kind(self) -> dict[str, Share]:
        found = list(self.kinds.values())
        return {kind: Share(found.count(kind), self.total.of) for kind in dict.fromkeys(found)}


def adverse(period: Period, flags: Sequence[str]) -> Adverse:
    """flags: the protocol's rules that flag, the gravest first."""
    products, lots, total = dict[Any, Share](), dict[Any, Share](), NOTHING
    for procedure, product, lot, share in _counted(period):
        total += share
        products[procedure, product] = products.get((procedure, product), NOTHING) + share
        if lot:
            lots[lot] = lots.get(lot, NOTHING) + share
    return Adverse(total, kinds(period, flags), products, _regions(period), lots)


def _counted(period: Period) -> Iterator[tuple[str, str, str, Share]]:
    rows = treatments_in(period).annotate(harmed=_has_event("pk")).order_by()
    counted = rows.values_list("procedure", "product", "lot", "harmed")
    for *names, is_harmed, number in counted.annotate(number=Count("pk")):
        yield *names, Share(number if is_harmed else 0, number)


def _regions(period: Period) -> Shares:
    """A treatment of several areas counts in each of them."""
    sites = InjectionSite.objects.filter(treatment__in=treatments_in(period))
    rows = sites.annotate(harmed=_has_event("treatment")).order_by().values_list("region", "harmed")
    found = dict[Any, Share]()
    for region, is_harmed, number in rows.annotate(number=Count("treatment", distinct=True)):
        these = Share(number if is_harmed else 0, number)
        found[region] = found.get(region, NOTHING) + these
    return found


def treatments_in(period: Period) -> QuerySet[Treatment]:
    held = period.holds("performed_at")
    return Treatment.objects.filter(held, patient__clinic=period.clinic)


def with_event(rows: QuerySet[Treatment]) -> QuerySet[Treatment]:
    return rows.filter(_has_event("pk"))


def _has_event(treatment: str) -> Exists:
    return Exists(_decided().filter(treatment=OuterRef(treatment)))


def kinds(period: Period, flags: Sequence[str]) -> dict[UUID, str]:
    """Of each treatment of the period with an event; one statement."""
    joined = FilteredRelation("events", condition=Q(events__action__in=JOINED))
    cases = _decided().filter(treatment__in=treatments_in(period)).annotate(joined=joined)
    rank, found = {rule: number for number, rule in enumerate(flags)}, dict[UUID, str]()
    for treatment, rules in cases.values_list("treatment", "joined__assessment__rules"):
        known = [rule for rule in (*(rules or ()), found.get(treatment, "")) if rule in rank]
        found[treatment] = min(known, key=rank.__getitem__, default="")
    return found


def _decided() -> QuerySet[ReviewCase]:
    return ReviewCase.objects.filter(status=Status.CLOSED, decision__reason__in=DECISIONS)
