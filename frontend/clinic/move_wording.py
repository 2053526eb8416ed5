"""The moves and the decision, in the words of the clinic's pages."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

REASONS = {
    "expected_course": _("Expected course"),
    "treated": _("Treated"),
    "referred": _("Referred"),
    "duplicate": _("Duplicate"),
    "unreachable": _("Patient not reached after several tries"),
    "false_alarm": _("False alarm"),
}
FALSE_ALARMS = {
    "wording": _("The wording of a question"),
    "wrong_tap": _("A wrong tap"),
    "rule_too_wide": _("The rule is too wide"),
    "treated_area_wrong": _("The treated area is recorded wrong"),
}
CONTACTS = {
    "phone": _("Phone call"),
    "message": _("Message"),
    "in_person": _("In person"),
    "attempt": _("Tried, not reached"),
}
MOVES = {
    "claim": _("Assign to me"),
    "assign": _("Assign"),
    "release": _("Release"),
    "acknowledge": _("Mark as seen"),
    "message": _("Message"),
    "request-photo": _("Request a photo"),
    "snooze": _("Snooze"),
    "escalate": _("Escalate"),
    "second-opinion": _("Ask for a second opinion"),
    "give-opinion": _("Give your second opinion"),
    "book": _("Book a visit"),
    "decide": _("Decide and close"),
    "reopen": _("Reopen"),
    "label": _("Label"),
    "unlabel": _("Take a label off"),
}
ICONS = {"claim": "person", "acknowledge": "eye", "message": "message", "request-photo": "camera",
         "snooze": "clock"}  # fmt: skip
SUBMITS = {
    "message": _("Send to the patient"),
    "request-photo": _("Ask for this photo"),
    "snooze": _("Snooze until then"),
    "escalate": _("Escalate"),
    "assign": _("Assign to this colleague"),
    "second-opinion": _("Ask this colleague"),
    "give-opinion": _("Record your opinion"),
    "book": _("Tell the patient"),
    "decide": _("Close with this decision"),
    "reopen": _("Reopen this case"),
    "label": _("Put it on"),
}
DONE = {
    "claim": _("The case is yours now."),
    "release": _("The case is free for a colleague."),
    "acknowledge": _("Marked as seen. The patient can read who saw it."),
    "message": _("Your message was sent to the patient."),
    "request-photo": _("The patient was asked for this photo."),
    "snooze": _("The case comes back at the time you gave."),
    "escalate": _("Escalated. It stays in its place until it is taken."),
    "assign": _("Assigned. Your colleague was told."),
    "second-opinion": _("Your colleague was asked. The case stays with you."),
    "give-opinion": _("Your opinion stands in the case. Who asked was told."),
    "book": _("The patient was told, with your clinic's number."),
    "decide": _("The case is closed with your decision."),
    "reopen": _("The case is open again. Its clock starts anew."),
    "label": _("The label is on the case."),
    "unlabel": _("The label is off the case."),
    "send": _("Your message leaves after 10 seconds."),
    "withhold": _("Your message was not sent."),
}
UNDONE = _("Taken back. The case stands as it did before.")
TOO_LATE = _("That step can no longer be taken back.")
MOVED_SINCE = _("A colleague has moved the case since, so nothing was taken back.")
RAISED = _("The case is open, in your name. It stands in the worklist.")
ANSWERS = {
    **DONE,
    "raise": RAISED,
    "undo": UNDONE,
    "TOO_LATE": TOO_LATE,
    "MOVED_SINCE": MOVED_SINCE,
}
NOBODY_CHOSEN = _("Choose at least one case, and a colleague to give it to.")
NO_LABEL_CHOSEN = _("Choose at least one case, and write a label or pick one.")
NO_TEMPLATE_CHOSEN = _("Choose at least one case, and a template.")
NOTHING_DONE = _("Nothing was done.")
LEFT = _("Left as they are, because they had changed or were taken: %(names)s.")
LEFT_BECAUSE = {
    "label": _("Left: %(names)s. They had changed, wear it already, or wear 10 labels."),
    "unlabel": _("Left: %(names)s. They had changed, or do not wear it."),
    "send": _("Not written to, because the case was closed or changed: %(names)s."),
}
NAME_OF_A_VIEW = _("Give the view a name of at most 60 letters. You can keep up to 30 views.")
DID = {
    "claim": _("%(who)s took this case at %(when)s."),
    "assign": _("%(who)s assigned this case at %(when)s."),
    "release": _("%(who)s released this case at %(when)s."),
    "acknowledge": _("%(who)s marked this case as seen at %(when)s."),
    "message": _("%(who)s wrote to the patient at %(when)s."),
    "request-photo": _("%(who)s asked for a photo at %(when)s."),
    "snooze": _("%(who)s snoozed this case at %(when)s."),
    "escalate": _("%(who)s escalated this case at %(when)s."),
    "second-opinion": _("%(who)s asked for a second opinion at %(when)s."),
    "give-opinion": _("%(who)s gave a second opinion at %(when)s."),
    "book": _("%(who)s told the patient about a visit at %(when)s."),
    "decide": _("%(who)s closed this case at %(when)s."),
    "reopen": _("%(who)s opened this case again at %(when)s."),
    "undo": _("%(who)s took a step back at %(when)s."),
    "label": _("%(who)s labelled this case at %(when)s."),
    "unlabel": _("%(who)s took a label off at %(when)s."),
    "treatment_corrected": _("%(who)s corrected the treatment's record at %(when)s."),
}
ABOUT_TO = _("You were about to: %(move)s.")
MISSING = {
    "label": _("Write a label or pick one"),
    "text": _("Write the message"),
    "view": _("Choose a view"),
    "by": _("Say by when"),
    "until": _("Say until when"),
    "reason": _("Give a reason"),
    "to": _("Choose a colleague"),
    "question": _("Write your question"),
    "at": _("Give the date and time of the visit"),
    "contact_at": _("Say when you were in contact"),
    "contact_how": _("Choose how you were in contact"),
    "contact_outcome": _("Write what came of it"),
    "false_alarm_because": _("Choose which condition was wrong"),
    "version": _("Load the case again, then repeat this step"),
}
FIELDS = {
    "label": _("Label"),
    "text": _("Message"),
    "view": _("View"),
    "by": _("By when"),
    "until": _("Until"),
    "reason": _("Reason"),
    "to": _("To"),
    "question": _("Question"),
    "at": _("Time of the visit"),
    "note": _("Note"),
    "contact_at": _("Time of contact"),
    "contact_how": _("Kind of contact"),
    "contact_outcome": _("What came of it"),
    "false_alarm_because": _("What was wrong"),
}
LEAD = _("The clinical lead")
RECORD_THE_TRY = _("Record the last try to reach the patient: when, and what came of it.")

MOVED_BECAUSE = {
    "left": _("%(name)s left the clinic"),
    "absent": _("%(name)s is not there"),
    "given": _("%(name)s handed it over"),
}


def moved(because: str, name: str, to: str) -> list[str]:
    """Why a case moved, and with whom it is now."""
    said = [str(MOVED_BECAUSE[because] % {"name": name})]
    return [*said, gettext("Now with %(name)s") % {"name": to}] if to else said
