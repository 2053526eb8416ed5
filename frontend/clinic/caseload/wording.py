"""What the caseload says: headings, groups, figures."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.clinic.move_wording import FALSE_ALARMS
from frontend.clinic.version_wording import ACTED_ON as ACTED_ON
from frontend.clinic.wording import span
from tracker.figures.share import Share

NOT_ENOUGH = _("Not enough data yet")
TAKEN_AGAIN_MEANS = _(
    "Taken again: one or more of the same view were let go before the one that was sent. The app "
    "counts them and keeps no picture; photos that came without a count are left out."
)
PHOTOS_ARE_FEW = _(
    "In brackets: Wilson's 95 % interval. A share is hidden where it or its group is under 5."
)
PHOTOS = {
    "any": _("With a photo"),
    "advised": _("With advice on a photo"),
    "counted": _("With a photo whose tries were counted"),
    "again": _("With a photo taken again"),
}
FEWER = _("fewer than 5")
GROUP_TOO_SMALL = _("group of fewer than 5")
LATE_MEANS = _("Over time: first seen after it was due, or not seen and due.")
ADVERSE_MEANS = _(
    "An adverse event is a treatment with a case that was decided as treated or referred."
)
SMALL_MEANS = _("A rate is hidden where the group or the events are fewer than 5.")
INTERVAL_MEANS = _("In brackets: Wilson's 95 % interval.")
ADHERENCE_MEANS = _("Due: days of check-in that are over. Today is not counted yet.")
TIMES_MEAN = _("Times run from the opening of a case. Nights and closed days are included.")
MISSED_MEANS = _("Two or more days of check-in in a row went by without one.")
AGE_MEANS = _("Age in the year in which the days end.")
SKIN_MEANS = _("By the skin type that the clinic recorded, which stands in for tone.")
SKIN_NOT_ASKED = _("Skin type not asked")

TITLES = {
    "adherence": _("Check-ins by day of recovery"),
    "photos": _("Photos"),
    "replies": _("Time to first view and to answer, by level"),
    "hours": _("Time to first view and to answer, by hour of the day"),
    "open": _("Open cases by age"),
    "kinds": _("Adverse events by type"),
    "products": _("Adverse events by product"),
    "areas": _("Adverse events by area"),
    "lots": _("Adverse events by lot"),
    "rules": _("Flags by rule"),
    "alarms": _("False alarms by reason"),
    "missed": _("Missed check-ins"),
    "languages": _("By language"),
    "ages": _("By age"),
    "skins": _("By skin tone"),
}
OPEN_AGES = {
    "day": _("Under 1 day"),
    "3_days": _("1 to 3 days"),
    "week": _("3 to 7 days"),
    "longer": _("7 days or more"),
}
AGES = {
    "under_30": _("Under 30"),
    "30_39": _("30 to 39"),
    "40_49": _("40 to 49"),
    "50_59": _("50 to 59"),
    "60_up": _("60 or more"),
    "": _("Not known"),
}
SKINS = {
    "I_II": _("Skin types I and II"),
    "III_IV": _("Skin types III and IV"),
    "V_VI": _("Skin types V and VI"),
    "not_asked": _("Not asked"),
}
ALARMS = {**FALSE_ALARMS, "": _("No reason given")}
NO_RULE = _("Raised by the patient, a colleague or silence")
MEASURES = {
    "adherence": _("Check-ins that came"),
    "replies": _("Median time to answer"),
    "flags": _("Flagged check-ins"),
    "advice": _("Photos with advice"),
    "again": _("Photos taken again"),
}
GAPS = {
    "adherence": _("Check-ins come less often: %(low)s (%(a)s) than %(high)s (%(b)s). Look why."),
    "flags": _("Flags are less frequent: %(low)s (%(a)s) than %(high)s (%(b)s). Look why."),
    "advice": _("Photos get advice less often: %(low)s (%(a)s) than %(high)s (%(b)s). Look why."),
    "again": _(
        "Photos are taken again less often: %(low)s (%(a)s) than %(high)s (%(b)s). Look why."
    ),
    "replies": _("Answers take longer: %(high)s (%(b)s) than %(low)s (%(a)s). Look why."),
}


def number(value: int) -> str:
    """ "8,000"."""
    return number_format(value, use_l10n=True, force_grouping=True)


def of(share: Share) -> str:
    """ "12 of 140"."""
    return gettext("%(part)s of %(of)s") % {"part": number(share.part), "of": number(share.of)}


def percent(value: float) -> str:
    """ "8.6 %", "86 %"."""
    return gettext("%(n)s %%") % {"n": tenths(100 * value)}


def tenths(value: float) -> str:
    """One decimal under ten, none above; rounded here, for number_format cuts off."""
    step = Decimal("0.1") if value < 9.95 else Decimal(1)
    return number_format(Decimal(str(value)).quantize(step, ROUND_HALF_UP), use_l10n=True)


def rate(share: Share) -> str:
    """ "8.6 (5.0 to 14)": per 100, with its interval."""
    low, high = (tenths(100 * each) for each in share.interval)
    said = {"rate": tenths(100 * share.value), "low": low, "high": high}
    return gettext("%(rate)s (%(low)s to %(high)s)") % said


def length(value: timedelta | None) -> str:
    return "–" if value is None else span(value)


def day(value: date) -> str:
    return date_format(value, "j M Y")


def days(first: date, last: date) -> str:
    return gettext("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def hour(value: int) -> str:
    return f"{value:02d}:00"
