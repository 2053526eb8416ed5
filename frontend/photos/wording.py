"""What pages say about photos that are compared, marked, measured or taken back."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

Words = str | Promise

TITLES: Mapping[str, Words] = {  # of a page in the browser's history: no symptom
    "compare": _("Compare two days"),
    "landmarks": _("Mark the face"),
    "ring": _("Measure"),
    "bruises": _("Day by day"),
    "withdraw": _("Take this photo back?"),
}
LANDMARKS: Mapping[str, tuple[Words, Words]] = {  # to the patient, to the clinic
    "eye_outer_right": (_("Outer corner of your right eye"), _("Right eye, outer corner")),
    "eye_inner_right": (_("Inner corner of your right eye"), _("Right eye, inner corner")),
    "eye_inner_left": (_("Inner corner of your left eye"), _("Left eye, inner corner")),
    "eye_outer_left": (_("Outer corner of your left eye"), _("Left eye, outer corner")),
    "mouth_right": (_("Right corner of your mouth"), _("Mouth, right corner")),
    "mouth_left": (_("Left corner of your mouth"), _("Mouth, left corner")),
    "coin_edge_1": (_("One edge of the coin"), _("Coin, one edge")),
    "coin_edge_2": (_("The edge across from it"), _("Coin, edge across")),
}
COINS: Mapping[str, Words] = {  # diameter in mm, as the mints publish it
    "23.25": pgettext_lazy("a coin", "1 euro"),
    "25.75": pgettext_lazy("a coin", "2 euro"),
    "24.25": pgettext_lazy("a coin", "50 euro cent"),
    "16.25": pgettext_lazy("a coin", "1 euro cent"),
    "20.30": pgettext_lazy("a coin", "1 penny (UK)"),
    "24.50": pgettext_lazy("a coin", "10 pence (UK)"),
    "25.90": pgettext_lazy("a coin", "2 pence (UK)"),
    "19.05": pgettext_lazy("a coin", "1 cent (US)"),
    "24.26": pgettext_lazy("a coin", "Quarter (US)"),
}
SCALES: Mapping[str, Words] = {
    "eyes": _("From the distance between the eyes (about, in mm²)"),
    "coin": _("From the coin in the photo (in mm²)"),
    "none": _("Without millimetres"),
}
QUALITY: Mapping[str, Words] = {
    "blurred": _("could be clearer: blurry"),
    "dark": _("could be clearer: dark"),
    "bright": _("could be clearer: too bright"),
}
GOOD = _("clear")
TAKEN_BY_CLINIC = _("taken by your clinic")
CHANGES: Mapping[tuple[str, str], Words] = {  # size, contrast; %(day)s is "day 2"
    ("smaller", "fainter"): _("Smaller and fainter than on %(day)s."),
    ("smaller", "darker"): _("Smaller, but darker than on %(day)s."),
    ("smaller", "same"): _("Smaller than on %(day)s, and as dark."),
    ("smaller", "unknown"): _("Smaller than on %(day)s. The colour cannot be compared."),
    ("larger", "fainter"): _("Larger, but fainter than on %(day)s."),
    ("larger", "darker"): _("Larger and darker than on %(day)s."),
    ("larger", "same"): _("Larger than on %(day)s, and as dark."),
    ("larger", "unknown"): _("Larger than on %(day)s. The colour cannot be compared."),
    ("same", "fainter"): _("Fainter than on %(day)s, and about as large."),
    ("same", "darker"): _("Darker than on %(day)s, and about as large."),
    ("same", "same"): _("No change from %(day)s that can be measured."),
    ("same", "unknown"): _("About as large as on %(day)s. The colour cannot be compared."),
    ("unknown", "fainter"): _("Fainter than on %(day)s. The size cannot be compared."),
    ("unknown", "darker"): _("Darker than on %(day)s. The size cannot be compared."),
    ("unknown", "same"): _("As dark as on %(day)s. The size cannot be compared."),
    ("unknown", "unknown"): _("It cannot be compared with %(day)s."),
}
ONCE = _("Measured once so far. A second day shows how it changes.")
NOT_YET = _("It could not be measured yet.")


def day(number: int) -> str:
    return gettext("day %(number)d") % {"number": number}


def taken_by(name: str) -> str:
    return gettext("taken by %(name)s") % {"name": name}


def quality(advice: str | None) -> str:
    return str(QUALITY.get(advice or "", GOOD))


def fit(residual_px: float | None) -> str:
    """How well the landmarks of two photos lie over one another, in pixels of the display."""
    if residual_px is None:
        return gettext(
            "Laid over one another by two points. With two points the fit cannot be checked."
        )
    pixels = max(1, round(residual_px + 0.499))
    return ngettext(
        "Laid over one another: the marks lie within %(count)d pixel.",
        "Laid over one another: the marks lie within %(count)d pixels.",
        pixels,
    ) % {"count": pixels}


def bruise(number: int) -> str:
    return gettext("Bruise %(number)d") % {"number": number}


def landmark(name: str, to_patient: bool) -> str:
    return str(LANDMARKS[name][0 if to_patient else 1])


def figure(value: float, error: float, unit: str = "") -> str:
    """ "120 ± 15 mm²"; small figures keep one decimal."""
    digits = 0 if abs(value) >= 20 else 1
    text = f"{value:.{digits}f} ± {error:.{digits}f}"
    return f"{text} {unit}".strip()
