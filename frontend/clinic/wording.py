"""What only the clinic's pages say: levels, states, moves, and times as a clinician reads them."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from frontend.clinic.on_paper import is_on_paper
from frontend.wording import strength as strength_word

MINUTE = timedelta(minutes=1)

LEVELS = {
    "emergency": _("Emergency"),
    "urgent": _("Urgent"),
    "review": _("Review"),
    "self_care": _("Self-care"),
    "none": _("Usual"),
}
ALL_LEVELS = _("All levels")
STATUSES = {
    "open": _("Open"),
    "waiting_patient": _("Waiting for the patient"),
    "snoozed": _("Snoozed"),
    "closed": _("Closed"),
}
RAISED_BY = {
    "rule": _("Raised by a rule"),
    "patient": _("Raised by the patient"),
    "colleague": _("Raised by a colleague"),
}
VIEWS = {
    "mine": _("Mine"),
    "unassigned": _("Unassigned"),
    "team": _("Team"),
    "over_time": _("Over time"),
    "waiting": _("Waiting for patient"),
    "closed": _("Recently closed"),
    "notes": _("Messages and notes"),
}
OUTCOMES = {
    "helped": _("helped"),
    "no_change": _("no change"),
    "worse": _("got worse"),
}
ROLES = {
    "patient": _("patient"),
    "coordinator": _("coordinator"),
    "dermatologist": _("dermatologist"),
    "clinical_lead": _("clinical lead"),
    "administrator": _("administrator"),
}
EVENTS = {
    "opened": _("Case opened"),
    "flagged": _("New flag joined the case"),
    "asked_for_contact": _("Patient asked for contact"),
    "raised": _("Raised by a colleague"),
    "reported_again": _("Reported again, as expected"),
    "patient_wrote": _("Patient wrote"),
    "photo_received": _("Photo received that was asked for"),
    "photo_withdrawn": _("Photo withdrawn by the patient"),
    "half_way": _("Half the time is gone: the team was told"),
    "overdue": _("Over time: the clinical lead was told"),
    "answer_half_way": _("Seen, and half the time to go on is gone: the team was told"),
    "answer_overdue": _("Seen, and nothing done in time: the clinical lead was told"),
    "escalation_late": _("Nobody took it in time: both sides and the clinical lead were told"),
    "opinion_late": _("No second opinion in time: both sides and the clinical lead were told"),
    "woke": _("Back from its snooze"),
    "handed_over": _("Moved to a colleague"),
    "returned": _("Back in the queue"),
    "redirected": _("Escalation moved on"),
    "opinion_redirected": _("Second opinion moved on"),
    "asked_again": _("Asked again for the photo"),
    "photo_did_not_come": _("The photo did not come in time"),
    "message_unseen": _("Patient's message not seen in time: the lead was told"),
    "message_unread": _("Message not read for a day: the patient was told again"),
    "mail_undelivered": _("Mail did not reach the patient: phone"),
    "push_undelivered": _("Notification did not reach the phone: mail sent instead"),
    "mail_pushed": _("Mail did not reach the patient: notification sent to the phone instead"),
    "staff_unreached": _("Mail to a colleague did not arrive: the clinical lead was told"),
    "no_check_in": _("No check-in came"),
    "care_ended": _("Patient ended the use of check-ins"),
    "care_resumed": _("Patient agreed again to the use of check-ins"),
    "claim": _("Claimed"),
    "release": _("Released"),
    "acknowledge": _("Marked as seen"),
    "message": _("Message sent"),
    "request-photo": _("Photo requested"),
    "snooze": _("Snoozed"),
    "escalate": _("Escalated"),
    "assign": _("Assigned"),
    "second-opinion": _("Second opinion asked for"),
    "give-opinion": _("Second opinion"),
    "book": _("Visit"),
    "decide": _("Decided and closed"),
    "reopen": _("Reopened"),
    "undo": _("Step taken back"),
    "label": _("Label put on"),
    "unlabel": _("Label taken off"),
    "treatment_corrected": _("Treatment record corrected"),
    "message_not_sent": _("A message to several was not sent to this patient"),
    "adverse-event-report": _("Adverse-event report made"),
}
CARE_ENDED = _("Patient ended the use of check-ins (%(when)s). Nothing new comes.")
STAYS_OPEN = _("Phone: the case stays open until the patient has been reached.")
NOT_WORKED_WITH = _("What is recorded is kept, and not worked with.")
CLOSED_BY_THAT = _("Closed by that: nobody decided it")
RAISING = frozenset({"opened", "flagged", "asked_for_contact", "raised"})
PHOTO_VIEWS = {  # the protocol's labels speak to the patient ("your left cheek")
    "front_rest": _("Front, at rest"),
    "front_brows_up": _("Front, brows up"),
    "front_frown": _("Front, frown"),
    "front_smile": _("Front, smile"),
    "left_45": _("Patient's left, 45°"),
    "right_45": _("Patient's right, 45°"),
    "left_90": _("Patient's left, 90°"),
    "right_90": _("Patient's right, 90°"),
    "other": _("Another view"),
}
NO_PHOTO = {
    "bad_light": _("the light or the place was not good"),
    "not_private": _("was not alone"),
    "not_up_to_it": _("did not feel up to it"),
    "no_camera": _("the camera did not work"),
    "no_change": _("nothing had changed since the last photo"),
    "rather_not": _("did not want a photo taken"),
}
NO_PHOTO_ON = _("Day %(day)d: no photo, %(why)s")
BASELINE, BESIDE_BASELINE = _("Baseline"), _("Beside the baseline")
EARLIEST, BESIDE_EARLIEST = _("Earliest, no baseline"), _("Beside the earliest")
COURSES = {
    "new": _("new"),
    "worse": _("worse"),
    "same": _("the same"),
    "better": _("better"),
    "gone": _("gone"),
}
DISTANCES = {
    "treated": _("inside a treated area"),
    "touching": _("next to treated area"),
    "away": _("away from treated area"),
    None: _("distance not known: side not said"),
}
INVITATIONS = {
    "accepted": _("Uses the app"),
    "none": _("Not invited yet"),
    "refused": _("Said that the invitation was not for them"),
    "over": _("The invitation is over: it was not used in time"),
}


def span(length: timedelta) -> str:
    """ "20 m", "1 h 40 m", "2 d 3 h": at most two units, rounded down."""
    minutes = max(int(length / MINUTE), 0)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        parts = [gettext("%(n)d d") % {"n": days}, gettext("%(n)d h") % {"n": hours}]
        return " ".join(parts if hours else parts[:1])
    parts = [gettext("%(n)d h") % {"n": hours}, gettext("%(n)d m") % {"n": rest}]
    if hours:
        return " ".join(parts if rest else parts[:1])
    return parts[1]


def moment(at: datetime | None, now: datetime | None = None) -> str:
    """ "14:02" today, "21 Nov, 14:02" this year, with the year otherwise and on paper."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    if is_on_paper():
        return date_format(local, "j M Y, H:i")
    today = timezone.localtime(now or timezone.now())
    if local.date() == today.date():
        return date_format(local, "H:i")
    return date_format(local, "j M, H:i" if local.year == today.year else "j M Y, H:i")


def moment_of(text: str | None) -> str:
    """The same for a time that was stored as text."""
    return moment(parse_datetime(text)) if text else ""


def full_moment(at: datetime) -> str:
    """ "Sat 21 Nov 2026, 14:02"."""
    return date_format(timezone.localtime(at), "D j M Y, H:i")


def ago(at: datetime, now: datetime) -> str:
    """ "just now", "20 m ago", "1 h 40 m ago", "3 d ago"."""
    if now - at < MINUTE:
        return gettext("just now")
    return gettext("%(span)s ago") % {"span": span(timedelta(days=(now - at).days) or now - at)}


def day(number: int) -> str:
    return gettext("Day %(number)d") % {"number": number}


def born(day_of_birth: date) -> str:
    return gettext("born %(day)s") % {"day": date_format(day_of_birth, "j M Y")}


def years(age: int) -> str:
    return ngettext("%d year", "%d years", age) % age


def invitation_open(until: datetime) -> str:
    return gettext("Invited, until %(when)s") % {"when": moment(until)}


def photo_view(code: str) -> str:
    return str(PHOTO_VIEWS.get(code, code))


def photos(count: int) -> str:
    return ngettext("%(count)d photo", "%(count)d photos", count) % {"count": count}


def strength(severity: int | None) -> str:
    """The patient's own word behind 0 to 10; 0 and null are "strength not said"."""
    return strength_word(severity).lower() or gettext("strength not said")


ASKED_TO_BE_ERASED = _("Asked to be erased. Kept until %(until)s.")
ON_HOLD = _("On legal hold: nothing is erased.")


def kept_until(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j M Y")
