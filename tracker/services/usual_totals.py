"""Above which total of a product a person looks again before it is written down.

A limit is five times what the label gives for frown lines, the one area that every toxin here is
labelled for; for hyaluronic acid the most that a label read for it gives in one treatment. Units of
two products are never compared. Where no label was read, the most of a filler in a year holds.
Sources, with what was read and what was not: docs/adr/073.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from uuid import UUID

from tracker.records.amounts import recent_totals
from tracker.services.patient_details import TreatmentDetails
from tracker.triage.protocol import Protocol

LIMITS = {
    "botox_cosmetic": Decimal(100),
    "dysport": Decimal(250),
    "xeomin": Decimal(100),
    "daxxify": Decimal(200),
    "jeuveau": Decimal(100),
    "letybo": Decimal(100),
    "hyaluronic_acid": Decimal(9),
}
OF_A_UNIT = {"U": Decimal(250), "ml": Decimal(20)}  # of a product that has none of its own
OWN_FROM = 5  # treatments, before a clinic's own totals say what is usual there
OWN_TIMES = 3  # the middle one


@dataclass(frozen=True)
class UnusualTotal:
    """Above `limit`, by the labels; or far above `own`, the usual here. The other one is None."""

    total: Decimal
    unit: str
    product: str
    limit: Decimal | None = None
    own: Decimal | None = None


def unusual_total(
    clinic: UUID, treatment: TreatmentDetails, protocol: Protocol, besides: UUID | None = None
) -> UnusualTotal | None:
    """None: within what is usual, or nothing to compare. besides: a treatment that it replaces."""
    total, product = total_of(treatment), protocol.products.get(treatment.product)
    if product is None or not total:
        return None
    limit = LIMITS.get(product.id, OF_A_UNIT.get(product.unit))
    if limit is not None and total > limit:
        return UnusualTotal(total, product.unit, product.id, limit=limit)
    own = usual_here(recent_totals(clinic, product.id, besides))
    if own is not None and total > OWN_TIMES * own:
        return UnusualTotal(total, product.unit, product.id, own=own)
    return None


def total_of(treatment: TreatmentDetails) -> Decimal:
    """A site on both sides has one amount for the two of them."""
    return sum((site.amount for site in treatment.sites if site.amount), Decimal(0))


def usual_here(totals: Sequence[Decimal]) -> Decimal | None:
    return median(totals) if len(totals) >= OWN_FROM else None
