"""Who is in the story, by clinic."""

from tracker.demo.cast import (
    harbour_closed,
    harbour_open,
    meadow_closed,
    meadow_open,
    named,
    quiet,
)
from tracker.demo.plan import Part

CAST: dict[str, tuple[Part, ...]] = {
    "harbour": (
        named.ANA,
        named.BEN,
        *harbour_open.OPEN,
        *harbour_closed.CLOSED,
        *quiet.quiet(quiet.HARBOUR),
    ),
    "meadow": (
        named.CLEO,
        *meadow_open.OPEN,
        *meadow_closed.CLOSED,
        *quiet.quiet(quiet.MEADOW),
    ),
}
