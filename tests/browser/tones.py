"""Which shapes of a screen are lost in grey, or for who does not see each colour."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import CDPSession, Locator, Page

EYES = ("achromatopsia", "deuteranopia", "protanopia", "tritanopia")
SHAPES = (
    ".level .icon",
    ".care__head > .icon",
    ".timer > .icon",
    ".status:not(.status--waiting) > .icon",
    ".status--waiting > .icon",
    ".field-error .icon",
    ".error-summary h2 .icon",
    ".help-link .icon",
)
KIND = (
    "(icon) => icon.closest('[class]:not(.icon)').className + icon.firstElementChild.href.baseVal"
)
KINDS = f"""(shapes) => shapes.flatMap((selector) => [...document.querySelectorAll(selector)]
  .filter((icon) => icon.checkVisibility()).map({KIND}))"""


def contrast(shape: Locator) -> float:
    """Between the lightest and the darkest of its pixels, by WCAG's formula, in grey."""
    picture = Image.open(BytesIO(shape.screenshot())).convert("L")
    dark, light = (((level / 255 + 0.055) / 1.055) ** 2.4 for level in picture.getextrema())
    return (light + 0.05) / (dark + 0.05)


def faint(page: Page, eyes: CDPSession, known: set[str]) -> list[str]:
    """Of each kind of shape that was not seen yet: where one of these eyes does not find it."""
    if set(page.evaluate(KINDS, SHAPES)) <= known:
        return []
    found = []
    for selector in SHAPES:
        for shape in page.locator(selector).filter(visible=True).all():
            kind = shape.evaluate(KIND)
            if kind in known:
                continue
            known.add(kind)
            for eye in EYES:
                eyes.send("Emulation.setEmulatedVisionDeficiency", {"type": eye})
                if contrast(shape) < 3:
                    found.append(f"{kind} for {eye}")
            eyes.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})
    return found
