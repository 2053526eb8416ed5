"""What a clinic injects of each product: the totals of its treatments, the last amount a place.

A site on both sides has one amount for the two of them, as it is read everywhere (docs/adr/074).
"""

from datetime import timedelta
from decimal import ROUND_UP, Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tracker.models import InjectionSite, Side, Treatment

LOOK_BACK = timedelta(days=365)
TREATMENTS = 50  # of one product, for its totals
LAST = 100  # of every product, for the amount of a place
SMALLEST = Decimal("0.01")  # that a row can hold


def recent_totals(clinic: UUID, product: str, besides: UUID | None = None) -> list[Decimal]:
    """Of its last treatments with this product, in the product's unit; those without are left."""
    rows = _newest(clinic).filter(product=product)
    if besides is not None:
        rows = rows.exclude(pk=besides)
    totals: dict[UUID, Decimal] = {}
    for site in _sites_of(rows[:TREATMENTS]):
        many = site.amount or Decimal(0)
        totals[site.treatment_id] = totals.get(site.treatment_id, Decimal(0)) + many
    return list(totals.values())


def last_amounts(clinic: UUID) -> dict[str, dict[str, Decimal]]:
    """Product -> region -> what the clinic last gave there with it, on one side.

    An amount for both sides does not say that.
    """
    treatments = list(_newest(clinic).exclude(product="")[:LAST])
    given: dict[UUID, list[InjectionSite]] = {}
    for site in _sites_of(treatments).exclude(side=Side.BOTH):
        given.setdefault(site.treatment_id, []).append(site)
    found: dict[str, dict[str, Decimal]] = {}
    for treatment in treatments:
        for site in given.get(treatment.pk, ()):
            places = found.setdefault(treatment.product, {})
            places.setdefault(site.region, site.amount or Decimal(0))
    return found


def halves(amount: Decimal) -> tuple[Decimal, Decimal]:
    """Of one amount for both sides, so much on each; together they are what was recorded."""
    first = (amount / 2).quantize(SMALLEST, ROUND_UP)
    return first, amount - first


def _newest(clinic: UUID) -> QuerySet[Treatment]:
    """Read along the index of time, so that a large clinic is not sorted through."""
    since = timezone.now() - LOOK_BACK
    rows = Treatment.objects.filter(patient__clinic=clinic, performed_at__gte=since)
    return rows.order_by("-performed_at").only("product")


def _sites_of(treatments: QuerySet[Treatment] | list[Treatment]) -> QuerySet[InjectionSite]:
    ids = [treatment.pk for treatment in treatments]
    return InjectionSite.objects.filter(treatment__in=ids, amount__isnull=False).order_by("pk")
