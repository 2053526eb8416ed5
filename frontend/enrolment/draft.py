"""An enrolment as it stands on the page: typed text in, the API's two bodies out (UX.md C3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import timezone

from frontend.enrolment.history import History
from tracker.models import Clinic, Treatment
from tracker.records.amounts import halves
from tracker.triage.protocol import Protocol

CIRCUMSTANCES = "circumstances"
TEXTS = (
    "name",
    "date_of_birth",
    "phone",
    "email",
    "skin_type",
    "language",
    "time_zone",
    "product",
    "lot",
    "lot_expires_on",
    "dilution",
    "performed_at",
    "amounts_for",
)
MINUTE = "%Y-%m-%dT%H:%M"
IsSided = Callable[[str], bool]  # whether a region has a left and a right
ANY_PRODUCT = "any:"  # before a procedure: which product it was is not known


@dataclass
class Draft:
    """product: a product's id, or "any:<procedure>". sites: place ("cheek:left") -> amount text.

    ticked: circumstances. others: what holds for the ones not ticked ("no", "not_asked").
    """

    clinic: Clinic
    texts: dict[str, str]
    sites: dict[str, str] = field(default_factory=dict)
    history: History = field(default_factory=History)
    ticked: list[str] = field(default_factory=list)
    others: str = ""

    @classmethod
    def new(cls, clinic: Clinic) -> "Draft":
        now = timezone.now().astimezone(ZoneInfo(clinic.time_zone))
        facts = {
            "language": clinic.language,
            "time_zone": clinic.time_zone,
            "performed_at": now.strftime(MINUTE),
        }
        return cls(clinic, dict.fromkeys(TEXTS, "") | facts)

    @classmethod
    def like(cls, clinic: Clinic, treatment: Treatment, is_sided: IsSided) -> "Draft":
        """A repeat layout: what and where as last time; who and her history stay open."""
        draft = cls.new(clinic)
        product = treatment.product or ANY_PRODUCT + treatment.procedure
        expires = treatment.lot_expires_on
        draft.texts |= {
            "product": product,
            "amounts_for": product,
            "lot": treatment.lot,
            "lot_expires_on": expires.isoformat() if expires else "",
            "dilution": treatment.dilution,
        }
        for site in treatment.sites.all():
            places = _places(site.region, site.side, is_sided(site.region))
            draft.sites |= dict(zip(places, _texts(site.amount, len(places)), strict=True))
        return draft

    @classmethod
    def of(cls, treatment: Treatment, is_sided: IsSided) -> "Draft":
        """The record as it stands, to be corrected: when and the circumstances too."""
        draft = cls.like(treatment.patient.clinic, treatment, is_sided)
        local = treatment.performed_at.astimezone(ZoneInfo(draft.clinic.time_zone))
        draft.texts["performed_at"] = local.strftime(MINUTE)
        known = treatment.circumstances
        draft.ticked = known or []
        draft.others = "not_asked" if known is None else "no"
        return draft

    @classmethod
    def typed(cls, clinic: Clinic, post: QueryDict) -> "Draft":
        draft = cls(clinic, {name: post.get(name, "").strip() for name in TEXTS})
        keeps = draft.keeps_amounts
        draft.sites = {
            place: post.get(f"amount.{place}", "").strip() if keeps else ""
            for place in dict.fromkeys(post.getlist("site"))
        }
        draft.history = History.typed(post)
        draft.ticked = post.getlist(CIRCUMSTANCES)
        draft.others = post.get(f"{CIRCUMSTANCES}.others", "")
        return draft

    def begin_amounts(self, post: QueryDict, presets: Mapping[str, Mapping[str, str]]) -> None:
        """A place that was not asked for its amount yet begins with the preset of the product."""
        usual = presets.get(self.texts["product"], {})
        for place in self.sites:
            if f"amount.{place}" not in post:
                self.sites[place] = usual.get(place.partition(":")[0], "")

    @property
    def keeps_amounts(self) -> bool:
        """Amounts belong to the product they were typed for; they are never carried over."""
        typed_for = self.texts["amounts_for"]
        return not typed_for or typed_for == self.texts["product"]

    @property
    def says_circumstances(self) -> bool:
        return self.others in {"no", "not_asked"}

    def patient_body(self, protocol: Protocol) -> dict[str, Any]:
        body: dict[str, Any] = {
            name: self.texts[name]
            for name in ("name", "date_of_birth", "phone", "email", "language", "time_zone")
        }
        body["skin_type"] = self.texts["skin_type"] or None
        return body | self.history.body(protocol)

    def treatment_body(self, procedure_of: Mapping[str, str]) -> dict[str, Any]:
        product = self.texts["product"]
        is_known = not product.startswith(ANY_PRODUCT)
        was_asked = self.others == "no"
        return {
            "procedure": procedure_of.get(product, "") if is_known else product[len(ANY_PRODUCT) :],
            "product": (product or None) if is_known else None,
            "lot": self.texts["lot"],
            "lot_expires_on": self.texts["lot_expires_on"] or None,
            "dilution": self.texts["dilution"],
            "performed_at": self._performed_at(),
            "circumstances": self.ticked if was_asked or self.ticked else None,
            "sites": [_site(place, amount) for place, amount in self.sites.items()],
        }

    def _performed_at(self) -> str:
        """What the clinic's clock showed, in UTC; as it was typed where it is no time."""
        try:
            local = datetime.fromisoformat(self.texts["performed_at"])
        except ValueError:
            return self.texts["performed_at"]
        zone = ZoneInfo(self.clinic.time_zone)
        return local.replace(tzinfo=zone).astimezone(UTC).isoformat()


def amount_text(amount: Decimal) -> str:
    """As a number field takes it: 12.5"""
    return f"{amount.normalize():f}"


def _texts(amount: Decimal | None, places: int) -> list[str]:
    """Of one amount for both sides, half in the field of each."""
    if amount is None:
        return [""] * places
    return [amount_text(each) for each in (halves(amount) if places > 1 else (amount,))]


def _places(region: str, side: str, is_sided: bool) -> list[str]:
    if side == "both" and not is_sided:
        return [region]
    if side == "both":
        return [f"{region}:left", f"{region}:right"]
    return [f"{region}:{side}" if side else region]


def _site(place: str, amount: str) -> dict[str, Any]:
    region, _colon, side = place.partition(":")
    return {
        "region": region,
        "side": side or None,
        "amount": amount.replace(",", ".") or None,
    }
