"""The hostile set, and every kind of picture at its largest, through intake with all its walls.

    python -m benchmarks.hostile

Bars: every hostile file ends as it must (refused with a reason, or taken in clean), and the child
never crashes; 64 megapixels of each kind are taken in within 10 s and 900 MB. Exit code 1 where
one is missed.
"""

import sys
from collections import Counter
from collections.abc import Callable

from tests.imaging import hostile_jpeg
from tests.imaging.hostile_foreign import FOREIGN
from tests.imaging.pictures import assert_bare
from tests.imaging.test_hostile_set import EITHER, REFUSED, TAKEN
from tests.imaging.test_large_pictures import LARGE
from tracker.imaging.intake import Refused, take_in, take_in_measured
from tracker.imaging.limits import LIMITS

UNSUPPORTED = FOREIGN | hostile_jpeg.ANOTHER_JPEG
MUST_BE = {  # name of the group -> its files, and what may come of each
    "no photo, or a kind no phone makes": (UNSUPPORTED, {"unsupported-picture"}),
    "hostile or broken": (REFUSED, {"untrusted-picture"}),
    "strange but whole": (TAKEN, {"clean"}),
    "flipped where no checksum is": (EITHER, {"clean", "untrusted-picture", "unsupported-picture"}),
}


def main() -> int:
    good = [group(name, files, allowed) for name, (files, allowed) in MUST_BE.items()]
    print(f"{sum(len(files) for files, _ in MUST_BE.values())} hostile files in all")
    good += [largest(kind, draw) for kind, draw in LARGE.items()]
    print("holds" if all(good) else "MISSED")
    return 0 if all(good) else 1


def group(name: str, files: dict[str, bytes], allowed: set[str]) -> bool:
    came = {file: outcome(data) for file, data in files.items()}
    wrong = {file: what for file, what in came.items() if what not in allowed}
    share = 100 * (len(files) - len(wrong)) / len(files)
    print(f"{name}: {len(files)} files, {share:.1f} % as they must: {dict(Counter(came.values()))}")
    for file, what in wrong.items():
        print(f"  MISSED {file}: {what}")
    return not wrong


def outcome(data: bytes) -> str:
    """clean, not clean, crashed, or the code of the refusal."""
    try:
        assert_bare(take_in(data))
    except Refused as refused:
        return "crashed" if refused.reason == "crashed" else refused.code
    except AssertionError:
        return "not clean"
    return "clean"


def largest(kind: str, draw: Callable[[], bytes]) -> bool:
    data = draw()
    try:
        picture, cost = take_in_measured(data)
    except Refused as refused:
        print(f"64 megapixels, {kind}: MISSED, {refused}")
        return False
    print(
        f"64 megapixels, {kind}, {len(data) / 1e6:.1f} MB: taken in {picture.width} x"
        f" {picture.height}, {cost['seconds']:.1f} s, {cost['peak_bytes'] / 1e6:.0f} MB at peak"
    )
    return cost["seconds"] <= LIMITS.seconds and cost["peak_bytes"] <= LIMITS.memory


if __name__ == "__main__":
    sys.exit(main())
