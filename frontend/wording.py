"""What only pages say: places, times in words, states, headings of the levels."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tracker.wording_choices import SKIN_TYPES as SKIN_TYPES
from tracker.wording_choices import STRENGTHS as STRENGTHS
from tracker.wording_choices import strength as strength
from tracker.wording_moments import clock as clock
from tracker.wording_moments import day_name as day_name
from tracker.wording_moments import full_date as full_date
from tracker.wording_moments import hour as hour
from tracker.wording_moments import named_moment as named_moment
from tracker.wording_moments import said_moment as said_moment

Words = str | Promise

SIDED: Mapping[str, Words] = {
    "left": pgettext_lazy("side of the body", "Left %(region)s"),
    "right": pgettext_lazy("side of the body", "Right %(region)s"),
    "both": pgettext_lazy("side of the body", "Both sides: %(region)s"),
}
MIDDLE = pgettext_lazy("side of the body", "Middle of %(region)s")

LEVELS: Mapping[str, Words] = {
    "emergency": _("Emergency"),
    "urgent": _("Urgent"),
    "review": _("Review"),
    "self_care": _("Usual"),
    "none": _("Usual"),
}
TITLES: Mapping[str, Words] = {
    "emergency": _("Emergency: call %(number)s or go to hospital now"),
    "urgent": _("Urgent: your clinic needs to see this today"),
    "review": _("Review: we have told your clinic"),
    "usual": _("Looks usual for day %(day)s"),
}
ROLES: Mapping[str, Words] = {
    "coordinator": _("Coordinator"),
    "dermatologist": _("Dermatologist"),
    "clinical_lead": _("Clinical lead"),
    "administrator": _("Administrator"),
    "patient": _("Patient"),
}
EVIDENCE: Mapping[str, Words] = {
    "good": _("Good evidence"),
    "mixed": _("Mixed evidence"),
    "little": _("Little evidence"),
}
ONSETS: tuple[tuple[str, Words], ...] = (
    ("after", _("Just after the treatment")),
    ("today", _("Today")),
    ("yesterday", _("Yesterday")),
    ("another", _("Another day")),
)
ANSWERS: tuple[tuple[str, Words], ...] = (
    ("false", _("No")),
    ("true", _("Yes")),
    ("not_sure", _("Not sure")),
)
COURSES: Mapping[str, Words] = {
    "gone": _("Gone"),
    "better": _("Better"),
    "same": _("Same"),
    "worse": _("Worse"),
    "new": _("New"),
}
OUTCOMES: Mapping[str, Words] = {
    "helped": _("It helped"),
    "no_change": _("No change"),
    "worse": _("It got worse"),
}
CONSENTS: Mapping[str, Words] = {
    "care": _("Use of my check-ins for my care"),
    "photos": _("Photos for my care"),
    "reminders": _("Reminders by e-mail"),
}
DECISIONS: Mapping[bool | None, Words] = {True: _("You agreed"), False: _("You said no")}
# What may be chosen for a device; the first of each holds where nothing was chosen (UX.md P16).
LOOKS: Mapping[str, tuple[Words, tuple[tuple[str, Words], ...]]] = {
    "theme": (
        _("Light or dark"),
        (("system", _("Same as this device")), ("light", _("Light")), ("dark", _("Dark"))),
    ),
    "motion": (
        _("Movement on the screen"),
        (("system", _("Same as this device")), ("still", _("No movement"))),
    ),
    "blur": (
        _("Your photos"),
        (("on", _("Blurred until you tap them")), ("off", _("Sharp at once"))),
    ),
    "voice": (
        _("Hints of the camera"),
        (("off", _("In words")), ("on", _("In words and aloud"))),
    ),
}


def place_name(region_label: str, side: str | None, has_sides: bool = False) -> str:
    """ "Left cheek"; a midline place of a region that also has sides is its middle."""
    inner = region_label[:1].lower() + region_label[1:]
    if side:
        return str(SIDED[side] % {"region": inner})
    return str(MIDDLE % {"region": inner}) if has_sides else region_label


def date_in_full(at: datetime) -> str:
    """ "26 November 2034"."""
    return full_date(timezone.localdate(at))


def moment(at: datetime) -> str:
    """ "today, 5:30pm", "yesterday, …", "tomorrow, …" or the day by name."""
    days = (timezone.localdate(at) - timezone.localdate()).days
    near = {0: gettext("today"), -1: gettext("yesterday"), 1: gettext("tomorrow")}
    if days not in near:
        return said_moment(at)
    return gettext("%(day)s, %(clock)s") % {"day": near[days], "clock": clock(at)}


def by_when(at: datetime) -> str:
    """A limit: "by 5:30pm today"; one that has passed is "as soon as possible"."""
    if at <= timezone.now():
        return gettext("as soon as possible")
    days = (timezone.localdate(at) - timezone.localdate()).days
    near = {0: gettext("today"), 1: gettext("tomorrow")}
    day = near.get(days) or gettext("on %(day)s") % {"day": day_name(timezone.localdate(at))}
    return gettext("by %(clock)s %(day)s") % {"clock": clock(at), "day": day}


def by_named_moment(at: datetime) -> str:
    """A limit that names its day, passed or not: true on whatever day it is read."""
    day = gettext("on %(day)s") % {"day": day_name(timezone.localdate(at))}
    return gettext("by %(clock)s %(day)s") % {"clock": clock(at), "day": day}


def time_left(rest: timedelta) -> str:
    """ "31 h left", "4 days left", "20 min left"; "Done" once it is over."""
    minutes = rest.total_seconds() / 60
    if minutes <= 0:
        return gettext("Done")
    if minutes < 120:
        return gettext("%s min left") % round(minutes)
    if minutes < 60 * 72:
        return gettext("%s h left") % int(minutes // 60)
    return days_left(int(minutes // 1440))


def days_left(days: int, shown: str = "") -> str:
    """shown: what stands for the number, where a script puts it in."""
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": shown or days}


def day_heading(day: int) -> str:
    return gettext("Day %(day)s of recovery") % {"day": day}


def level_of(urgency: str, has_case: bool) -> str:
    """emergency, urgent, review or usual; what a person will look at is never only usual."""
    if urgency in ("emergency", "urgent", "review"):
        return urgency
    return "review" if has_case else "usual"


SOMEBODY = _("Somebody of the clinic")
RATHER_NOT_SAY = _("I would rather not say")


def looked(*, photos: int, has_opened_record: bool) -> list[str]:
    """What one person of the clinic looked at on one day."""
    said = [gettext("Opened your record.")] if has_opened_record else []
    if photos:
        seen = ngettext("Looked at %s photo.", "Looked at %s photos.", photos) % photos
        said.append(seen)
    return said


def sentence(text: str) -> str:
    """The first letter large, a full stop at the end."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", ":")) else f"{text}."
