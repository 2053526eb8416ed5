"""What the pages of the protocol say about versions, rehearsals and counts."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

STATES = {
    "draft": _("Draft"),
    "submitted": _("Waiting for approval"),
    "in_force": _("In force"),
    "retired": _("Retired"),
}
KINDS = {
    "missed": _("Emergencies missed"),
    "gone": _("Gone"),
    "new": _("New"),
    "other": _("Flagged otherwise"),
}
NO_CHANGES = {
    "gone": _("No flagged check-in goes unflagged"),
    "new": _("No further check-in is flagged"),
    "other": _("Nothing is flagged otherwise"),
    "missed": _("No emergency is missed"),
}
OUTCOMES = {
    "none": _("No case"),
    "open": _("Case still open"),
    "expected_course": _("Closed: expected course"),
    "treated": _("Closed: treated"),
    "referred": _("Closed: referred"),
    "duplicate": _("Closed: duplicate"),
    "unreachable": _("Closed: not reached"),
    "false_alarm": _("Closed: false alarm"),
}
PARTS = {
    "when": _("when it fires"),
    "procedures": _("for which procedures"),
    "urgency": _("its level"),
    "if_unknown": _("what a missing answer does"),
    "advice": _("its advice"),
    "withhold_remedies": _("whether remedies are held back"),
    "waiting_is_fine": _("whether waiting is offered"),
    "once": _("whether it fires once only"),
    "raisable": _("whether a risk raises it"),
    "tags": _("which risks raise it"),
    "source": _("its source"),
    "texts": _("its words"),
}
DONE = {
    "submit": _("Handed in. Another clinical lead can approve it now."),
    "withdraw": _("It is a draft again."),
    "approve": _("Approved. It judges every check-in from now on."),
    "recount": _("Counted again."),
}
ACTED_ON = _(
    "Acted on: the case that the check-in opened or joined was decided as treated or referred,"
    " or it was escalated, or a photo or visit was asked for after that."
)


def headline(days: int, tally: Mapping[str, Any]) -> str:
    """The sentence of the UX specification, C6."""
    told = {name: number(tally[name]) for name in ("before", "after", "new", "gone")}
    return gettext(
        "Last %(days)d days this version would have flagged %(before)s, now %(after)s:"
        " %(new)s new, %(gone)s gone."
    ) % {**told, "days": days}


def checking(done: int, steps: int) -> str:
    return gettext("Checking its words, rules and promises: %(done)d of %(steps)d.") % {
        "done": done,
        "steps": steps,
    }


def judged(done: int, total: int) -> str:
    return gettext("%(done)s of %(total)s judged.") % {"done": number(done), "total": number(total)}


def number(value: int) -> str:
    """ "8,000"."""
    return number_format(value, use_l10n=True, force_grouping=True)


def a_day(count: int, days: int) -> str:
    """Cases a day, with one decimal."""
    return number_format(count / days, decimal_pos=1, use_l10n=True, force_grouping=True)


def fired_in_month(count: int, of: int) -> str:
    told = {"count": number(count), "of": number(of)}
    return gettext("Fired on %(count)s of %(of)s check-ins in the last 30 days") % told


def fired_in_year(count: int, of: int) -> str:
    told = {"count": number(count), "of": number(of)}
    return gettext("Fired on %(count)s of %(of)s check-ins in the last 12 months") % told


def acted(count: int, of: int) -> str:
    line = ngettext(
        "a clinician acted on %(count)s of that %(of)s",
        "a clinician acted on %(count)s of those %(of)s",
        of,
    )
    return line % {"count": number(count), "of": number(of)}
