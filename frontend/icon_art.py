"""The app's icons, drawn from the mark in the header: three dots that fade.

    python -m frontend.icon_art

writes the PNGs beside the favicon; a test draws them again and compares.
"""

from pathlib import Path

from PIL import Image, ImageDraw

HOME = Path(__file__).parent / "static" / "frontend" / "icons"
GROUND, DOT = (11, 95, 107), (255, 255, 255)  # --primary of the light theme, white on it
MARK_WIDTH = 34  # the header's drawing: 34 by 20
DOTS = ((8, 8, 1.0), (19, 6, 0.55), (28.5, 4, 0.28))  # centre from the left, radius, strength
FINE = 4  # drawn that much larger, then made smaller: smooth edges
SIZES = {"app-180": 180, "app-192": 192, "app-512": 512, "app-maskable-512": 512}
WIDTH = {"app-maskable-512": 0.6}  # of the icon; a mask may cut all but the inner 80 %


def draw(name: str) -> Image.Image:
    """One icon: a full square, as systems round its corners themselves."""
    side = SIZES[name] * FINE
    picture = Image.new("RGB", (side, side), GROUND)
    pen = ImageDraw.Draw(picture)
    unit = side * WIDTH.get(name, 0.66) / MARK_WIDTH
    left = (side - MARK_WIDTH * unit) / 2
    for x, radius, strength in reversed(DOTS):
        middle, reach = left + x * unit, radius * unit
        box = (middle - reach, side / 2 - reach, middle + reach, side / 2 + reach)
        pen.ellipse(box, fill=mixed(strength))
    return picture.resize((SIZES[name], SIZES[name]), Image.Resampling.LANCZOS)


def mixed(strength: float) -> tuple[int, int, int]:
    red, green, blue = (
        round(low + (high - low) * strength) for low, high in zip(GROUND, DOT, strict=True)
    )
    return red, green, blue


def main() -> None:
    for name in SIZES:
        draw(name).quantize(64).save(HOME / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
