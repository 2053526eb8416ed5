"""What comes out of intake. No decoder is imported here: the web process never needs one."""

from dataclasses import dataclass
from typing import Final, TypedDict

VARIANTS: Final = ("blurred", "thumb", "display")
FORMATS: Final = ("webp", "jpeg")
KINDS: Final = ("jpeg", "png", "webp", "heic", "avif")


class Quality(TypedDict):
    """sharp: grey levels of fine detail in the sharpest parts; bright: 0 black to 1 white."""

    sharp: float
    bright: float
    framed: float | None  # not judged: nobody looks for a face here
    advice: str | None  # dark, bright or blurred


@dataclass(frozen=True)
class CleanPicture:
    """What is kept of an upload. Width and height are the upright original's, in pixels."""

    width: int
    height: int
    kind: str
    variants: dict[str, dict[str, bytes]]  # VARIANTS -> FORMATS -> file
    quality: Quality
