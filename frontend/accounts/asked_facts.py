"""What her clinic asked besides the lists, as a patient reads it."""

from django.utils.translation import gettext_lazy as _

from frontend import wording
from tracker.models import Patient
from tracker.wording_choices import YES_OR_NO

REACTION = _("Reaction to an earlier injection")
TOXIN = _("Toxin from somebody else in the 4 months before %(day)s")


def asked_facts(patient: Patient) -> list[tuple[str, str]]:
    """Heading and answer; nothing where it was not asked."""
    rows = []
    if patient.prior_reaction is not None:
        rows.append((str(REACTION), str(YES_OR_NO[patient.prior_reaction])))
    if patient.toxin_elsewhere is not None and patient.toxin_asked_on is not None:
        day = wording.full_date(patient.toxin_asked_on)
        rows.append((str(TOXIN) % {"day": day}, str(YES_OR_NO[patient.toxin_elsewhere])))
    return rows
