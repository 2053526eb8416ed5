"""What only pages say: places, times in words, states, headings of the levels."""

from django.utils.translation import pgettext_lazy

SIDED = {
    "left": pgettext_lazy("side of the body", "Left %(region)s"),
    "right": pgettext_lazy("side of the body", "Right %(region)s"),
    "both": pgettext_lazy("side of the body", "Both sides: %(region)s"),
}
MIDDLE = pgettext_lazy("side of the body", "Middle of %(region)s")


def place_name(region_label: str, side: str | None, has_sides: bool = False) -> str:
    """ "Left cheek"; a midline place of a region that also has sides is its middle."""
    inner = region_label[:1].lower() + region_label[1:]
    if side:
        return str(SIDED[side] % {"region": inner})
    return str(MIDDLE % {"region": inner}) if has_sides else region_label
