"""The emergency card: what was injected, for staff who do not know her, in her own language."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from frontend import wording
from frontend.accounts.asked_facts import asked_facts
from frontend.accounts.wording import HISTORY_HEADINGS
from frontend.clinic.history_questions import other_names
from frontend.vocabulary import Vocabulary
from tracker.models import Patient, Treatment
from tracker.services.patient_details import HISTORY

ACTS_FOR = timedelta(days=122)  # four months: the longest that a toxin's effect is counted here


def card_words(treatments: Sequence[Treatment], words: Vocabulary) -> dict[str, Any]:
    """Her treatments of the last four months, newest first; the newest one however old it is."""
    newest = treatments[0]
    since = timezone.now() - ACTS_FOR
    recent = [each for each in treatments if each.performed_at >= since] or [newest]
    patient = newest.patient
    return {
        "name": patient.name,
        "born": wording.full_date(patient.date_of_birth),
        "clinic": patient.clinic,
        "printed": wording.date_in_full(timezone.now()),
        "treatments": [treatment_words(each, words) for each in recent],
        "history": [
            *(history_row(kind, patient, words) for kind in HISTORY),
            *({"heading": heading, "said": said} for heading, said in asked_facts(patient)),
        ],
    }


def treatment_words(treatment: Treatment, words: Vocabulary) -> dict[str, Any]:
    product = words.label("products", treatment.product) if treatment.product else ""
    return {
        "what": words.label("procedures", treatment.procedure),
        "when": wording.date_in_full(treatment.performed_at),
        "clock": wording.clock(treatment.performed_at),
        "product": product,
        "lot": treatment.lot,
        "dilution": treatment.dilution,
        "sites": [
            {"place": words.place(site.region, site.side or None), "amount": amount}
            for site in treatment.sites.all()
            for amount in [_amount(site)]
        ],
    }


def history_row(kind: str, patient: Patient, words: Vocabulary) -> dict[str, str]:
    """Only what the record holds: what nobody asked is said to be unknown, never "none"."""
    listed: list[str] | None = getattr(patient, kind)
    names = [words.label(kind, code) for code in listed or () if code not in patient.not_asked]
    names += other_names(patient, kind)
    if names:
        said = ", ".join(names)
    else:
        is_open = listed is None or _has_gaps(patient, kind, words)
        said = _("Not asked") if is_open else _("None recorded")
    return {"heading": str(HISTORY_HEADINGS[kind]), "said": said}


def _has_gaps(patient: Patient, kind: str, words: Vocabulary) -> bool:
    return any(code in getattr(words.protocol, kind) for code in patient.not_asked)


def _amount(site: Any) -> str:
    return "" if site.amount is None else f"{site.amount.normalize():f} {site.unit}".rstrip()
