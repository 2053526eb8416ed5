"""Adverse events per 100 treatments: by type, product, area and lot.

An adverse event is a treatment of which a review case stands decided as "treated" or "referred": a
clinician found something that needed care. Her decision makes it one, never the rule alone; a case
that was reopened counts again when it is decided. A treatment counts once, however many cases it
had. Its type is the gravest flag among the check-ins that opened or joined such a case, by the
protocol's own order; "" where no check-in did (the patient or a colleague raised it, or silence).
The treatments are those performed in the period, by the clinic's clock.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from tracker.figures.share import Share
from tracker.models import InjectionSite, ReviewCase, ReviewEvent, Status, Treatment
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
    every = treatments_in(period)
    harmed = list(with_event(every).values_list("procedure", "product", "lot"))
    products, lots = _count(every, "procedure", "product"), _count(every, "lot")
    regions, harmed_regions = _regions(every), _regions(with_event(every))
    return Adverse(
        total=Share(len(harmed), sum(products.values())),
        kinds=kinds(period, flags),
        products=_shares(Counter((*each[:2],) for each in harmed), products),
        regions=_shares(harmed_regions, regions),
        lots=_shares(
            Counter(lot for _procedure, _product, lot in harmed),
            {lot: number for lot, number in lots.items() if lot},
        ),
    )


def treatments_in(period: Period) -> QuerySet[Treatment]:
    held = period.holds("performed_at")
    return Treatment.objects.filter(held, patient__clinic=period.clinic)


def with_event(rows: QuerySet[Treatment]) -> QuerySet[Treatment]:
    cases = _decided().filter(treatment=OuterRef("pk"))
    return rows.filter(Exists(cases))


def kinds(period: Period, flags: Sequence[str]) -> dict[UUID, str]:
    found = dict.fromkeys(with_event(treatments_in(period)).values_list("pk", flat=True), "")
    rank = {rule: number for number, rule in enumerate(flags)}
    joined = ReviewEvent.objects.filter(
        case__in=_decided().filter(treatment__in=treatments_in(period)),
        action__in=JOINED,
        assessment__isnull=False,
    )
    for treatment, rules in joined.values_list("case__treatment", "assessment__rules"):
        known = [rule for rule in (*rules, found[treatment]) if rule in rank]
        found[treatment] = min(known, key=rank.__getitem__, default=found[treatment])
    return found


def _decided() -> QuerySet[ReviewCase]:
    return ReviewCase.objects.filter(status=Status.CLOSED, decision__reason__in=DECISIONS)


def _shares(parts: Mapping[Any, int], wholes: Mapping[Any, int]) -> Shares:
    return {key: Share(parts.get(key, 0), whole) for key, whole in wholes.items()}


def _count(rows: QuerySet[Treatment], *keys: str) -> dict[Any, int]:
    counted = rows.order_by().values_list(*keys).annotate(number=Count("pk"))
    return {row[0] if len(keys) == 1 else row[:-1]: row[-1] for row in counted}


def _regions(rows: QuerySet[Treatment]) -> dict[str, int]:
    """A treatment of several areas counts in each of them."""
    sites = InjectionSite.objects.filter(treatment__in=rows).order_by()
    return dict(sites.values_list("region").annotate(number=Count("treatment", distinct=True)))
