"""A treatment as rows: written when it is recorded, written anew when it is corrected."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tracker.models import InjectionSite, Treatment
from tracker.records import protocol
from tracker.records.amounts import halves
from tracker.services.patient_details import SiteDetails, TreatmentDetails

SIDES = {"both": ("left", "right")}


def row_of(details: TreatmentDetails) -> dict[str, Any]:
    circumstances = details.circumstances
    return {
        "procedure": details.procedure,
        "product": details.product,
        "lot": details.lot.strip(),
        "lot_expires_on": details.lot_expires_on,
        "dilution": details.dilution.strip(),
        "performed_at": details.performed_at,
        "circumstances": None if circumstances is None else list(circumstances),
    }


def sites_of(treatment: Treatment, details: TreatmentDetails) -> list[InjectionSite]:
    """Not saved yet; an amount is in the product's own unit."""
    product = protocol.in_force().products.get(details.product)
    own_unit = product.unit if product else ""
    return [_site(treatment, site, own_unit) for site in details.sites]


def _site(treatment: Treatment, site: SiteDetails, own_unit: str) -> InjectionSite:
    unit = (site.unit or own_unit) if site.amount is not None else ""
    return InjectionSite(
        treatment=treatment, region=site.region, side=site.side, amount=site.amount, unit=unit
    )


def rewrite(treatment: Treatment, details: TreatmentDetails) -> None:
    """Inside the caller's transaction."""
    for name, value in row_of(details).items():
        setattr(treatment, name, value)
    treatment.save(update_fields=list(row_of(details)))
    treatment.sites.all().delete()
    InjectionSite.objects.bulk_create(sites_of(treatment, details))


def as_data(treatment: Treatment, sites: list[InjectionSite] | None = None) -> dict[str, Any]:
    """The whole record, JSON-able; a site on both sides is one on each, with half of its amount."""
    expires, known = treatment.lot_expires_on, treatment.circumstances
    listed = list(treatment.sites.all()) if sites is None else sites
    return {
        "procedure": treatment.procedure,
        "product": treatment.product,
        "lot": treatment.lot,
        "lot_expires_on": expires.isoformat() if expires else None,
        "dilution": treatment.dilution,
        "performed_at": treatment.performed_at.isoformat(),
        "circumstances": None if known is None else sorted(known),
        "sites": sorted((each for site in listed for each in _places(site)), key=str),
    }


def from_data(data: Mapping[str, Any]) -> tuple[Treatment, list[InjectionSite]]:
    """To be read only: neither is saved. The other way round than as_data."""
    expires = data["lot_expires_on"]
    treatment = Treatment(
        procedure=data["procedure"],
        product=data["product"],
        lot=data["lot"],
        lot_expires_on=date.fromisoformat(expires) if expires else None,
        dilution=data["dilution"],
        performed_at=datetime.fromisoformat(data["performed_at"]),
        circumstances=data["circumstances"],
    )
    return treatment, [_from_place(treatment, said) for said in data["sites"]]


def _from_place(treatment: Treatment, said: Mapping[str, str]) -> InjectionSite:
    return InjectionSite(
        treatment=treatment,
        region=said["region"],
        side=said["side"],
        amount=Decimal(said["amount"]) if said["amount"] else None,
        unit=said["unit"],
    )


def _places(site: InjectionSite) -> list[dict[str, str]]:
    sides = SIDES.get(site.side, (site.side,))
    amounts: tuple[Decimal | None, ...] = (site.amount,) * len(sides)
    if site.amount is not None and len(sides) > 1:
        amounts = halves(site.amount)
    return [
        {"region": site.region, "side": side, "amount": _text(amount), "unit": site.unit}
        for side, amount in zip(sides, amounts, strict=True)
    ]


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"


def differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The names of the fields that are not alike."""
    return sorted(name for name in before if before[name] != after[name])
