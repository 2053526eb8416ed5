"""What only the worklist says: sorts, filters, its live line, and a name that others may see."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

SORTS = {
    "urgency": _("Most urgent first"),
    "due": _("Least time left"),
    "oldest": _("Raised first"),
    "newest": _("Raised last"),
}
FILTERS = {
    "urgency": _("Level"),
    "assigned": _("With"),
    "symptom": _("Symptom"),
    "region": _("Reported region"),
    "product": _("Product"),
    "lot": _("Lot"),
    "day": _("Day"),
    "rule": _("Rule"),
    "contact": _("Wants contact"),
    "language": _("Language"),
    "label": _("Label"),
}
NOT_JOINED = _("Has not joined: phone. Nothing can be sent here.")
FIELDS_EMPTY = _("Nothing is known for %(fields)s, so this would be sent with a gap.")
ASSIGNED = {"me": _("Me"), "none": _("Nobody")}
EMPTY_VIEWS = {
    "mine": _("No case is yours"),
    "unassigned": _("Every case has somebody"),
    "team": _("Nothing waiting"),
    "over_time": _("Nothing is over time"),
    "waiting": _("No patient owes an answer"),
    "closed": _("Nothing was closed lately"),
    "notes": _("Every message and every note was seen"),
}
THE_LEAD, A_COLLEAGUE = _("the clinical lead"), _("a colleague")
ASKED_OF_YOU = {
    "escalation": _("Escalated to you by %(name)s, until %(when)s"),
    "opinion": _("Your opinion is asked for by %(name)s, until %(when)s"),
}
ASKED_OF_OTHERS = {
    "escalation": _("Escalated to %(name)s, until %(when)s"),
    "opinion": _("Second opinion asked of %(name)s, until %(when)s"),
}
LATE = _("%(text)s: that time is over")
LIVE = {
    "new": _("%s new"),
    "emergency": _("1 emergency"),
    "emergencies": _("%s emergencies"),
    "urgent": _("%s urgent"),
    "message": _("1 new message"),
    "messages": _("%s new messages"),
    "changed": _("The list has changed"),
    "news": _("News since you loaded it"),
    "moved": _("Changed by a colleague since you loaded it"),
    "offline": _("No connection, so this may not be done. Try it again."),
    "chosen": _("%s chosen"),
}


def emergencies(count: int) -> str:
    """ "" where there is none."""
    words = ngettext(
        "%(count)d emergency that nobody has seen",
        "%(count)d emergencies that nobody has seen",
        count,
    )
    return words % {"count": count} if count else ""


def viewing(name: str | None) -> str:
    return gettext("%(name)s is viewing") % {"name": name} if name else ""


def initials(name: str) -> str:
    """ "Inês Carvalho" as "I. C."."""
    return " ".join(f"{part[0].upper()}." for part in name.split())


def threads_unseen(count: int) -> str:
    said = ngettext(
        "%(count)d patient wrote, and nobody has seen it.",
        "%(count)d patients wrote, and nobody has seen it.",
        count,
    )
    return said % {"count": count}


def notes_new(count: int) -> str:
    words = ngettext(
        "%(count)d note that no clinician has seen",
        "%(count)d notes that no clinician has seen",
        count,
    )
    return words % {"count": count}


def unread(count: int) -> str:
    return ngettext("%(count)d new message", "%(count)d new messages", count) % {"count": count}
