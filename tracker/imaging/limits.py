"""What a picture may be and cost, and the one way of saying no to it."""

from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024
PATIENCE_SECONDS: Final = 20  # beyond its own time, for a decoder that a busy machine keeps waiting

# reason -> code of the API; the sentence for each reason is tracker/wording.py's
REASONS: Final = {
    "not-a-picture": "unsupported-picture",
    "too-many-bytes": "too-large",
    "broken": "untrusted-picture",
    "too-many-pixels": "untrusted-picture",
    "too-small": "untrusted-picture",
    "too-complex": "untrusted-picture",
    "crashed": "untrusted-picture",
}


@dataclass(frozen=True)
class Limits:
    """Bounds of one picture and of the process that decodes it."""

    bytes_: int = 25 * MIB
    pixels: int = 64_000_000
    shorter_side: int = 32
    seconds: int = 10  # wall clock while it had its turn, and processor time as well
    memory: int = 900_000_000  # bytes of address space
    scans: int = 100  # of a progressive JPEG; encoders write about ten
    segments: int = 5_000  # markers, chunks or boxes
    comment: int = 1 * MIB  # text or EXIF beside the picture
    metadata: int = 16 * MIB  # everything beside the picture; depth maps may take megabytes
    profile: int = 4 * MIB  # colour profile; press profiles take up to 3


LIMITS: Final = Limits()


class Refused(Exception):
    """The picture is not taken in. `reason` is one of REASONS, `code` the API's code for it."""

    def __init__(self, reason: str, detail: str = "", cost: dict[str, float] | None = None) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.code = REASONS[reason]
        self.detail = detail  # for the log and for tests, never for the patient
        self.cost = cost or {}  # what the child spent on it, for measurements


class Busy(Exception):
    """The isolated decoder could not be started or reached; the picture itself is not to blame."""
