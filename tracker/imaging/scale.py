"""How large a pixel is on the skin, and how far that may be wrong."""

import math
from dataclasses import dataclass
from typing import Final

OUTER_CORNERS_MM: Final = 93.0
OUTER_CORNERS_SPREAD: Final = 0.055
_TAP_PX: Final = 1.5  # each end of a tapped distance, one standard deviation


@dataclass(frozen=True)
class Scale:
    """relative_error is one standard deviation of mm_per_px.

    shared_error is the part of it that is this person's own and cancels between two photos of her.
    """

    mm_per_px: float
    relative_error: float
    shared_error: float = 0.0

    @property
    def own_error(self) -> float:
        """What differs from photo to photo."""
        return math.sqrt(max(0.0, self.relative_error**2 - self.shared_error**2))


def scale_from_eyes(distance_px: float) -> Scale:
    """From the distance between the two OUTER corners of the eyes (exocanthion to exocanthion).

    93 mm, one standard deviation 5.5 %: women 87.8 +- 3.2 and men 91.2 +- 3.0 mm in white North
    Americans (Farkas et al. 2005, "International anthropometric study of facial morphology",
    J Craniofac Surg 16:615-646), women 94.4 +- 4.9 and men 98.2 +- 3.5 mm in Maxillofac Plast
    Reconstr Surg 2019, doi 10.1186/s40902-019-0191-7, table 9. The inner corners would do worse:
    their means lie between 31 and 38.5 mm (Bouhadana et al. 2022, PMC9029890).
    Raises ValueError where the distance is not a positive number of pixels.
    """
    tap = _tap_error(distance_px)
    return Scale(
        OUTER_CORNERS_MM / distance_px, math.hypot(OUTER_CORNERS_SPREAD, tap), OUTER_CORNERS_SPREAD
    )


def scale_from_coin(diameter_px: float, diameter_mm: float) -> Scale:
    """From a coin that lies on the skin; its size is exact, the two taps are not."""
    if not 0 < diameter_mm < math.inf:
        raise ValueError("a coin has a diameter")
    return Scale(diameter_mm / diameter_px, _tap_error(diameter_px))


def _tap_error(distance_px: float) -> float:
    if not 0 < distance_px < math.inf:
        raise ValueError("a distance in pixels is above nought")
    return math.sqrt(2) * _TAP_PX / distance_px
