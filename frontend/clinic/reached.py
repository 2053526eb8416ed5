"""What did not reach a patient, in words: on her record and on the page of her case."""

from django.utils.translation import gettext_lazy as _

from frontend.clinic import wording
from tracker.models import Patient, ReviewCase
from tracker.records.undelivered import last_not_reached
from tracker.services.undelivered import DECISION, UNDELIVERED

INVITATION_FAILED = _("The invitation did not arrive: check the address, or make a new one.")
LAST = {
    "new_message": _(
        "The notice of a message or answer of %(when)s did not reach the patient: phone."
    ),
    "reminder": _("The reminder of %(when)s did not reach the patient."),
}
ABOUT_DECISION = _("The notice of this decision did not reach the patient: phone.")
ABOUT_CASE = _("A notice about this case did not reach the patient: phone.")
# What shows that she has been heard from since, or that a decision looked at it.
SINCE = frozenset(
    {
        "patient_wrote",
        "photo_received",
        "flagged",
        "asked_for_contact",
        "reported_again",
        "decide",
    }
)


def not_reached(patient: Patient) -> list[str]:
    """Of each kind of notice the newest one, where it failed."""
    found = last_not_reached(patient).items()
    return [str(LAST[kind] % {"when": wording.moment(at)}) for kind, at in found]


def not_reached_about(case: ReviewCase) -> str:
    """ "" where the last notice about it arrived, or she was heard from since."""
    said = ""
    for event in sorted(case.events.all(), key=lambda each: each.number):
        if event.action == UNDELIVERED:
            is_decision = event.detail.get("about") == DECISION and not case.is_open
            said = str(ABOUT_DECISION if is_decision else ABOUT_CASE)
        elif event.action in SINCE:
            said = ""
    return said
