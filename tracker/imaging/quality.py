"""Is a photo good enough to be compared? Figures and one piece of advice; nothing is blocked.

Pillow only: numpy costs 58 ms and 25 MB in a process that lives for one picture.
"""

from typing import Final, cast

from PIL import Image, ImageChops, ImageFilter, ImageStat

from tracker.imaging.picture import Quality

_TILES: Final = (12, 12)
_BEST_TILES: Final = 18  # of 144: a face in focus before a soft wall is sharp
_DARKEST: Final = 16.0  # grey levels: below, nothing is divided by less
_BLURRED_BELOW: Final = 0.8
_DARK_BELOW: Final = 0.42
_BRIGHTEST_SHARE: Final = 0.05
_CLIPPED_FROM: Final = 245
_BRIGHT_ABOVE: Final = 0.25


def judge_quality(display: Image.Image) -> Quality:
    """Figures of the upright display picture. `advice` is a code: dark, bright or blurred."""
    grey = display.convert("L")
    middle = _middle(grey)
    bright = round(ImageStat.Stat(middle).mean[0] / 255, 3)
    sharp = round(_fine_detail(grey), 2)
    return Quality(sharp=sharp, bright=bright, framed=None, advice=_advice(grey, middle, sharp))


def _advice(grey: Image.Image, middle: Image.Image, sharp: float) -> str | None:
    """Light is judged by what is brightest: dark skin in good light is not a dark photo."""
    if _level_of_the_brightest(grey) < _DARK_BELOW:
        return "dark"
    if _share_clipped(middle) > _BRIGHT_ABOVE:
        return "bright"
    return "blurred" if sharp < _BLURRED_BELOW else None


def _level_of_the_brightest(grey: Image.Image) -> float:
    """Where the brightest twentieth of the picture begins, 0 to 1."""
    counts = grey.histogram()
    left = _BRIGHTEST_SHARE * sum(counts)
    for level in range(255, -1, -1):
        left -= counts[level]
        if left <= 0:
            return level / 255
    return 0.0


def _share_clipped(middle: Image.Image) -> float:
    counts = middle.histogram()
    return sum(counts[_CLIPPED_FROM:]) / sum(counts)


def _middle(grey: Image.Image) -> Image.Image:
    width, height = grey.size
    return grey.crop((width // 4, height // 4, width - width // 4, height - height // 4))


def _fine_detail(grey: Image.Image) -> float:
    """Difference from a slightly blurred self, per cent of the brightness there.

    Relative, so that dark skin is held to the same measure as light skin.
    """
    half = grey.reduce(2)
    detail = ImageChops.difference(half, half.filter(ImageFilter.BoxBlur(1))).convert("F")
    light = [max(level, _DARKEST) for level in _tiled(half.convert("F"))]
    shares = [100 * fine / level for fine, level in zip(_tiled(detail), light, strict=True)]
    return sum(sorted(shares)[-_BEST_TILES:]) / _BEST_TILES


def _tiled(picture: Image.Image) -> list[float]:
    tiles = picture.resize(_TILES, Image.Resampling.BOX).get_flattened_data()
    return list(cast("tuple[float, ...]", tiles))  # one band: a number each
