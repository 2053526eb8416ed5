"""What is left of an uploaded file once everything but the picture has been taken away."""

from dataclasses import dataclass

from tracker.imaging.limits import Limits, Refused


@dataclass(frozen=True)
class Parts:
    """A rebuilt file that holds pixels only, and the two facts that were beside them."""

    data: bytes
    width: int  # as stored, before it is turned upright
    height: int
    orientation: int = 1
    profile: bytes | None = None


def check_size(width: int, height: int, limits: Limits) -> None:
    """Raises Refused for more pixels than allowed or a side that is too short."""
    if width * height > limits.pixels:
        raise Refused("too-many-pixels", f"{width} x {height}")
    if min(width, height) < limits.shorter_side:
        raise Refused("too-small", f"{width} x {height}")
