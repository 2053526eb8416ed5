"""Which views a day's check-in asks for.

Source: UX.md P11 (baseline of eight, one a day, more on days 3, 7 and 14 †: a clinical lead has
to confirm the days). The protocol names the views and no sets, so the choice stands here.
"""

from collections.abc import Iterable

DAILY = "front_rest"
SIDE_VIEWS = ("left_45", "right_45")
BASELINE = (
    DAILY,
    "front_brows_up",
    "front_frown",
    "front_smile",
    *SIDE_VIEWS,
    "left_90",
    "right_90",
)
BASELINE_DAY = 0
FULLER_DAYS = frozenset({3, 7, 14})

# The movement that shows each treated region at work. Elsewhere (neck, hands) there is none.
_REGIONS_BY_MOVEMENT = {
    "front_brows_up": ("forehead", "brow", "temple", "upper_eyelid"),
    "front_frown": ("glabella",),
    "front_smile": (
        *("crows_feet", "eye", "under_eye", "lower_eyelid", "cheek", "nose", "nasolabial"),
        *("mouth_corner", "upper_lip", "lower_lip", "lips", "mouth", "chin", "jaw"),
    ),
}
MOVEMENT = {region: view for view, regions in _REGIONS_BY_MOVEMENT.items() for region in regions}


def views_of(day: int, treated: Iterable[str], already: Iterable[str]) -> tuple[str, ...]:
    """The day's views in the order in which they are asked for; the daily one always comes first.

    treated: codes of treated regions; already: views that this treatment has photos of (the
    clinic may have taken some of the baseline).
    """
    if day == BASELINE_DAY:
        missing = [view for view in BASELINE if view not in set(already)]
        return tuple(dict.fromkeys((DAILY, *missing)))
    if day not in FULLER_DAYS:
        return (DAILY,)
    moves = {MOVEMENT[region] for region in treated if region in MOVEMENT}
    return (DAILY, *(view for view in BASELINE if view in moves), *SIDE_VIEWS)


def is_for_a_side(view: str, day: int) -> bool:
    """Asked for only where a symptom sits on one side; on the first day it is baseline."""
    return view in SIDE_VIEWS and day != BASELINE_DAY
