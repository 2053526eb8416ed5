"""Is a photo good enough to be compared? Figures and one piece of advice; nothing is blocked.

Pillow only: numpy costs 58 ms and 25 MB in a process that lives for one picture.
"""

from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageStat

from tracker.imaging.picture import Quality

_TILES: Final = (12, 12)
_BEST_TILES: Final = 18  # of 144: a face in focus before a soft wall is sharp
_BLURRED_BELOW: Final = 1.0
_DARK_BELOW: Final = 0.22
_BRIGHT_ABOVE: Final = 0.86


def judge_quality(display: Image.Image) -> Quality:
    """Figures of the upright display picture. `advice` is a code: dark, bright or blurred."""
    grey = display.convert("L")
    bright = round(ImageStat.Stat(_middle(grey)).mean[0] / 255, 3)
    sharp = round(_fine_detail(grey), 2)
    return Quality(sharp=sharp, bright=bright, framed=None, advice=_advice(sharp, bright))


def _advice(sharp: float, bright: float) -> str | None:
    if bright < _DARK_BELOW:
        return "dark"
    if bright > _BRIGHT_ABOVE:
        return "bright"
    return "blurred" if sharp < _BLURRED_BELOW else None


def _middle(grey: Image.Image) -> Image.Image:
    width, height = grey.size
    return grey.crop((width // 4, height // 4, width - width // 4, height - height // 4))


def _fine_detail(grey: Image.Image) -> float:
    """Mean difference from a slightly blurred self, in the sharpest eighth of the tiles."""
    half = grey.reduce(2)
    detail = ImageChops.difference(half, half.filter(ImageFilter.BoxBlur(1)))
    tiles = sorted(detail.resize(_TILES, Image.Resampling.BOX).getdata())
    return float(sum(tiles[-_BEST_TILES:]) / _BEST_TILES)
