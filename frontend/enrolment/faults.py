"""What is wrong with an enrolment, field by field, in the words of the page."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.accounts.wording import choose_others
from frontend.clinic.history_questions import QUESTIONS
from frontend.clinic.skin_types import CHOOSE
from frontend.enrolment.draft import CIRCUMSTANCES, TEXTS, Draft
from frontend.enrolment.history import RESTS, History
from tracker.triage.protocol import Protocol

PRODUCT_CHANGED = _("The product was changed, so the amounts were cleared. Enter them again.")
WORDS: Mapping[str, str | Promise] = {
    "name": _("Enter the patient's name."),
    "date_of_birth": _("Enter the date of birth."),
    "email": _("Enter the e-mail address like name@example.org, or leave it empty."),
    "phone": _("Enter a phone number of up to 40 characters."),
    "skin_type": CHOOSE,
    "language": _("Choose a language."),
    "time_zone": _("Enter a time zone like Europe/London."),
    "procedure": _("Choose what was injected."),
    "product": _("Choose what was injected."),
    "lot": _("Enter the lot number as it stands on the label, up to 64 characters."),
    "lot_expires_on": _("Enter the date until which the lot can be used, or leave it empty."),
    "dilution": _("Enter the dilution in up to 64 characters, or leave it empty."),
    "performed_at": _("Enter the day and time of the treatment."),
    "sites": _("Choose where it was injected, at least one place."),
    "amount": _("Enter the amount in numbers, like 12.5, or leave it empty."),
}
SHOWN_AT = {"procedure": "product", "not_asked": "conditions"}
LISTS = (*RESTS, CIRCUMSTANCES)
ASKED = tuple(each.id for each in QUESTIONS)
ORDER = (*TEXTS, "sites", *ASKED, *LISTS, "reason")  # as they stand on the page
Fault = dict[str, Any]


def from_contract(detail: Mapping[str, Any]) -> list[Fault]:
    """The contract says which field misses its shape; the page says what to do."""
    return [_fault(path, "") for path in _paths(detail)]


def from_service(fields: Mapping[str, list[Any]]) -> list[Fault]:
    """The service's own sentences."""
    return [_fault(path, texts[0]) for path, texts in fields.items()]


def of_draft(draft: Draft) -> list[Fault]:
    """What a treatment's form leaves open."""
    faults: list[Fault] = []
    if not draft.keeps_amounts:
        faults.append({"field": "sites", "text": PRODUCT_CHANGED})
    if not draft.says_circumstances:
        faults.append({"field": CIRCUMSTANCES, "text": choose_others(CIRCUMSTANCES)})
    return faults


def of_history(history: History, protocol: Protocol) -> list[Fault]:
    faults = [{"field": name, "text": text} for name, text in history.faults(protocol)]
    return faults + [{"field": name, "text": choose_others(name)} for name in history.open_rests]


def _paths(detail: Any, path: str = "") -> Iterator[str]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _paths(inner, f"{path}.{name}" if path else str(name))
    else:
        yield path


def _fault(path: str, text: Any) -> Fault:
    head, *rest = path.split(".")
    last = rest[-1] if rest else head
    field = SHOWN_AT.get(head, head)
    words = WORDS.get(last) or WORDS.get(head) or (choose_others(field) if field in LISTS else "")
    return {"field": field, "text": text or words}


def by_field(faults: list[Fault]) -> dict[str, Any]:
    """The first sentence of each field; the summary names each field once too."""
    said: dict[str, Any] = {}
    for fault in sorted(faults, key=lambda fault: ORDER.index(fault["field"])):
        said.setdefault(fault["field"], fault["text"])
    return said
