"""What only the pages of Admin and of handing over say."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.models import Clinic

ROLES = {
    "coordinator": _("Coordinator"),
    "dermatologist": _("Dermatologist"),
    "clinical_lead": _("Clinical lead"),
    "administrator": _("Administrator"),
}
ROLE_HINTS = {
    "coordinator": _("Enrols patients, writes to them, books visits. Closes no case."),
    "dermatologist": _("Sees photos and decides cases."),
    "clinical_lead": _("Decides cases too, and approves the protocol."),
    "administrator": _("Keeps roles, hours, texts and this page. Sees no patient."),
}
WEEKDAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
CONSENTS = {
    "care": _("Check-ins for care"),
    "photos": _("Photos for care"),
    "reminders": _("Reminders by e-mail"),
}
EMERGENCY_TIMES = {5: _("5 minutes"), 10: _("10 minutes"), 15: _("15 minutes")}
URGENT_TIMES = {
    30: _("30 opening minutes"),
    60: _("1 opening hour"),
    90: _("1½ opening hours"),
    120: _("2 opening hours"),
}
REVIEW_TIMES = {
    2: _("2 opening hours"),
    4: _("4 opening hours"),
    8: _("8 opening hours, at most 1 working day"),
    None: _("1 working day"),
}
DONE = {
    "invited": _("The invitation is on its way. It holds for 7 days."),
    "withdrawn": _("The invitation no longer works."),
    "given": _("The role holds from now on."),
    "asked": _("Another administrator or a clinical lead was asked to confirm it."),
    "taken": _("The role ended. Cases that were theirs alone are back in the queue."),
    "removed": _("All roles here ended, with every sign-in. Their cases moved on."),
    "confirmed": _("Confirmed. The role holds from now on."),
    "refused": _("Turned down. Nothing changed."),
    "hours": _("The hours hold from now on. Open cases keep their time."),
    "numbers": _("The numbers hold from now on."),
    "times": _("The times hold for cases to come."),
    "languages": _("Patients choose from these now. Who reads another language keeps it."),
    "published": _("The new version holds for everybody who decides from now on."),
    "years": _("The time is changed."),
    "held": _("The record is on hold. Nothing of it is erased."),
    "freed": _("The hold has ended."),
    "away": _("The days are marked."),
    "back": _("The entry has ended. Cases stay where they are."),
    "handed": _("The cases have moved on."),
}
MARKS = {
    "worker": _("Worker last seen"),
    "backup": _("Last backup"),
    "audit": _("Audit trail verified"),
}
EXPORTS = {
    "list.exported": _("A list of patients"),
    "patient.exported": _("A patient's own copy"),
    "case.exported": _("A case on paper"),
    "case.reported": _("A report of an adverse event"),
}
LEVELS = {
    "emergency": _("Emergency: a clinician has seen it within"),
    "urgent": _("Urgent: within"),
    "review": _("Review: within"),
}
MISSING_DAY = _("Choose the day.")


def who_grants(names: Sequence[str]) -> str:
    """The page of a role she does not hold, naming who can give it to her."""
    last = names[-1]
    if len(names) > 1:
        others = ", ".join(names[:-1])
        last = gettext("%(others)s or %(last)s") % {"others": others, "last": last}
    return gettext("This page is for administrators. Ask %(names)s for the role.") % {"names": last}


def roles(held: Sequence[str]) -> str:
    return ", ".join(str(ROLES.get(role, role)) for role in ROLES if role in held)


def day_at(at: datetime, clinic: Clinic) -> str:
    """The same on the clinic's own clock."""
    return date_format(timezone.localtime(at, ZoneInfo(clinic.time_zone)), "j M Y")


def day(at: datetime) -> str:
    """ "21 Nov 2026"."""
    return date_format(timezone.localtime(at), "j M Y")
