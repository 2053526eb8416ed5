"""What is written down about a patient and a treatment, and what cannot be true of them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid
from tracker.models import Side, SkinType
from tracker.triage.protocol import Protocol

LONGEST_LIFE = timedelta(days=120 * 366)
CLOCK_AHEAD = timedelta(minutes=10)
MOST_AMOUNT = Decimal(100_000)
HISTORY = ("conditions", "allergies", "medicines")


@dataclass(frozen=True)
class PatientDetails:
    """A history list is complete: what is absent is "no"; None was not asked (API.md).

    skin_type: one of SkinType; "" was not asked. other_allergy, other_blood_thinner: one without
    a code. prior_reaction, toxin_elsewhere: None was not asked.
    """

    name: str
    date_of_birth: date
    email: str = ""
    phone: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    conditions: tuple[str, ...] | None = None
    allergies: tuple[str, ...] | None = None
    medicines: tuple[str, ...] | None = None
    not_asked: tuple[str, ...] = ()
    skin_type: str = ""
    other_allergy: bool = False
    other_blood_thinner: bool = False
    prior_reaction: bool | None = None
    toxin_elsewhere: bool | None = None


@dataclass(frozen=True)
class SiteDetails:
    """amount is in the product's own unit."""

    region: str
    side: str = ""
    amount: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True)
class TreatmentDetails:
    """circumstances: codes; None was not asked. performed_at is aware."""

    procedure: str
    performed_at: datetime
    sites: tuple[SiteDetails, ...]
    product: str = ""
    lot: str = ""
    lot_expires_on: date | None = None
    dilution: str = ""
    circumstances: tuple[str, ...] | None = None


class Faults:
    """Collects what is wrong by field, so that a form can name everything at once."""

    def __init__(self) -> None:
        self.fields: dict[str, list[Any]] = {}

    def unless(self, is_right: bool, field: str, sentence: Any, **facts: str) -> None:
        if not is_right:
            self.fields.setdefault(field, []).append(sentence % facts if facts else sentence)

    def raise_any(self) -> None:
        if self.fields:
            raise Invalid(self.fields)


def check_patient(details: PatientDetails, protocol: Protocol, languages: Collection[str]) -> None:
    """Raises Invalid where something cannot be true, is not offered or no word of the protocol."""
    faults, today = Faults(), timezone.localdate()
    born = details.date_of_birth
    faults.unless(bool(details.name.strip()), "name", wording.NAME_MISSING)
    faults.unless(born <= today, "date_of_birth", wording.BORN_IN_FUTURE)
    faults.unless(today - born <= LONGEST_LIFE, "date_of_birth", wording.BORN_TOO_EARLY)
    known_zone = details.time_zone in available_timezones()
    faults.unless(known_zone, "time_zone", wording.UNKNOWN_TIME_ZONE)
    known_language = details.language in languages
    faults.unless(known_language, "language", wording.UNKNOWN_LANGUAGE)
    known_type = details.skin_type in {"", *SkinType.values}
    faults.unless(known_type, "skin_type", wording.UNKNOWN_SKIN_TYPE)
    _check_history(details, protocol, faults)
    faults.raise_any()


def _check_history(details: PatientDetails, protocol: Protocol, faults: Faults) -> None:
    words = {kind: getattr(protocol, kind) for kind in HISTORY}
    for kind in HISTORY:
        _check_codes(getattr(details, kind) or (), words[kind], kind, faults)
    everything = {code for table in words.values() for code in table}
    _check_codes(details.not_asked, everything, "not_asked", faults)
    given = {code for kind in HISTORY for code in getattr(details, kind) or ()}
    for code in sorted(given & set(details.not_asked)):
        faults.unless(False, "not_asked", wording.NOT_TICKED_AND_UNKNOWN, code=code)


def _check_codes(
    codes: Iterable[str], known: Mapping[str, Any] | set[str], field: str, faults: Faults
) -> None:
    for code in codes:
        faults.unless(code in known, field, wording.UNKNOWN_CODE, code=code)


def check_treatment(details: TreatmentDetails, born: date, protocol: Protocol) -> None:
    """Raises Invalid; `born` is the patient's date of birth."""
    faults = Faults()
    known = details.procedure in protocol.procedures
    faults.unless(known, "procedure", wording.UNKNOWN_PROCEDURE)
    now, day = timezone.now(), details.performed_at.date()
    is_past = details.performed_at <= now + CLOCK_AHEAD
    faults.unless(is_past, "performed_at", wording.PERFORMED_IN_FUTURE)
    faults.unless(day >= born, "performed_at", wording.PERFORMED_BEFORE_BIRTH)
    _check_codes(details.circumstances or (), protocol.circumstances, "circumstances", faults)
    _check_product(details, protocol, faults)
    faults.unless(bool(details.sites), "sites", wording.SITES_MISSING)
    for number, site in enumerate(details.sites):
        _check_site(site, details, protocol, _under(faults, f"sites.{number}"))
    faults.raise_any()


def _check_product(details: TreatmentDetails, protocol: Protocol, faults: Faults) -> None:
    if not details.product:
        return
    product = protocol.products.get(details.product)
    is_known = product is not None
    faults.unless(is_known, "product", wording.UNKNOWN_CODE, code=details.product)
    belongs = product is None or product.procedure == details.procedure
    faults.unless(belongs, "product", wording.PRODUCT_OF_OTHER_PROCEDURE)


Check = Callable[..., None]


def _under(faults: Faults, path: str) -> Check:
    def unless(is_right: bool, field: str, sentence: Any, **facts: str) -> None:
        faults.unless(is_right, f"{path}.{field}", sentence, **facts)

    return unless


def _check_site(
    site: SiteDetails, details: TreatmentDetails, protocol: Protocol, unless: Check
) -> None:
    product = protocol.products.get(details.product)
    unless(site.region in protocol.regions, "region", wording.UNKNOWN_CODE, code=site.region)
    unless(site.side in {"", *Side.values}, "side", wording.SIDE_UNKNOWN)
    if site.amount is not None:
        unless(0 < site.amount < MOST_AMOUNT, "amount", wording.AMOUNT_IMPOSSIBLE)
        unless(bool(site.unit or details.product), "unit", wording.UNIT_MISSING)
    if product and site.unit:
        same = site.unit == product.unit
        unless(same, "unit", wording.UNIT_OF_OTHER_PRODUCT, unit=product.unit)
