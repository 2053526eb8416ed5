"""Cells that several tables of the caseload share."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from frontend.clinic.caseload import wording
from frontend.clinic.caseload.table import Cell, Column
from tracker.figures.share import FEWEST, Share

MINUTE = timedelta(minutes=1)


def column(label: object, *heads: object) -> Column:
    return Column(str(label), tuple(str(head) for head in heads))


def share_column(label: object) -> Column:
    """In a sheet numerator and denominator stand apart."""
    return column(label, label, _("Of"))


def rate_column(label: object) -> Column:
    return column(label, label, _("95 % from"), _("95 % to"))


def percent_column() -> Column:
    return column(_("Share"), _("Share in percent"))


def length_column(label: object) -> Column:
    return column(label, _("%(what)s, minutes") % {"what": label})


def share(value: Share, url: str = "") -> Cell:
    """ "12 of 140"; the link opens the twelve."""
    return Cell(wording.of(value), url if value.part else "", (value.part, value.of))


def percent(value: Share) -> Cell:
    if not value.of:
        return Cell("–")
    return Cell(wording.percent(value.value), values=(round(100 * value.value, 1),))


def small_share(value: Share, url: str, whole: str) -> Cell:
    """As `share`; where numerator or group is too small the link opens the whole group."""
    if not value.is_small:
        return share(value, url)
    few = str(wording.FEWER)
    if value.of < FEWEST:
        return Cell(str(wording.GROUP_TOO_SMALL), whole, (few, few))
    text = _("%(few)s of %(of)s") % {"few": few, "of": wording.number(value.of)}
    return Cell(str(text), whole, (few, value.of))


def small_rate(value: Share) -> Cell:
    """As `rate`, but hidden where the numerator or the group is too small."""
    return Cell("–", values=("", "", "")) if value.is_small else rate(value)


def rate(value: Share) -> Cell:
    """Per 100, with its interval."""
    low, high = value.interval
    figures = (value.value, low, high)
    return Cell(wording.rate(value), values=tuple(round(100 * each, 2) for each in figures))


def length(value: timedelta | None) -> Cell:
    minutes = "" if value is None else round(value / MINUTE)
    return Cell(wording.length(value), values=(minutes,))


def count(value: int, url: str = "") -> Cell:
    return Cell(wording.number(value), url if value else "", (value,))
