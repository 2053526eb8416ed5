"""What a clinic injects of each product: the totals of its treatments, the last amount a place."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, F, Sum, When
from django.utils import timezone

from tracker.models import InjectionSite, Side

LOOK_BACK = timedelta(days=365)
TREATMENTS = 50
SITES = 300
ON_BOTH = Case(When(side=Side.BOTH, then=F("amount") * 2), default=F("amount"))


def recent_totals(clinic: UUID, product: str, besides: UUID | None = None) -> list[Decimal]:
    """Of its last treatments with this product, newest first, in the product's unit."""
    rows = InjectionSite.objects.filter(
        treatment__patient__clinic=clinic,
        treatment__product=product,
        treatment__performed_at__gte=timezone.now() - LOOK_BACK,
        amount__isnull=False,
    ).exclude(treatment=besides)
    totals = rows.values("treatment").annotate(total=Sum(ON_BOTH))
    newest = totals.order_by("-treatment__performed_at", "treatment")[:TREATMENTS]
    return [Decimal(str(row["total"])) for row in newest]


def last_amounts(clinic: UUID) -> dict[str, dict[str, Decimal]]:
    """Product -> region -> what the clinic last gave there with it, on one side."""
    rows = InjectionSite.objects.filter(
        treatment__patient__clinic=clinic,
        treatment__performed_at__gte=timezone.now() - LOOK_BACK,
        amount__isnull=False,
    ).exclude(treatment__product="")
    newest = rows.order_by("-treatment__performed_at", "pk")[:SITES]
    found: dict[str, dict[str, Decimal]] = {}
    for product, region, amount in newest.values_list("treatment__product", "region", "amount"):
        if amount is not None:
            found.setdefault(product, {}).setdefault(region, amount)
    return found
