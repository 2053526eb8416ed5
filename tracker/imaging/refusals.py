"""Why a bruise cannot be measured in this photo: a code each, worded elsewhere."""

from typing import Final

REASONS: Final = (
    "blurred",
    "glare",
    "clipped",
    "make_up",
    "bad_light",
    "moved_head",
    "too_little_contrast",
    "too_small",
    "ring_outside",
    "no_skin_around",
)


class CannotMeasure(Exception):  # noqa: N818
    """reason is one of REASONS."""

    def __init__(self, reason: str) -> None:
        if reason not in REASONS:
            raise ValueError(reason)
        super().__init__(reason)
        self.reason = reason
