"""A4, A20, A23: every level has its word and its shape, for the ear, in grey and in any colours."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.screens import Story, answer_all, onwards, tell
from tracker.models import Clinic, Treatment, User

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], Page]
LEVELS = {
    "emergency": ("Emergency", "octagon"),
    "urgent": ("Urgent", "triangle"),
    "review": ("Review", "circle"),
    "later": ("Usual", "leaf"),
}
HEADINGS = {
    "emergency": "Emergency: call 112 or go to hospital now",
    "urgent": "Urgent: your clinic needs to see this today",
    "review": "Review: we have told your clinic",
    "later": "Looks usual for day ",
}
LOOKS: tuple[dict[str, Any], ...] = (
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "light", "forced_colors": "active"},
    {"color_scheme": "dark", "forced_colors": "active"},
)
RING = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
}"""
MOVING = "() => document.getAnimations().filter(({ playState }) => playState === 'running').length"


@pytest.fixture
def story(ana: User, dr_cho: User, her_toxin: Treatment, clinic_a: Clinic) -> Story:
    return tell(ana, dr_cho, her_toxin, clinic_a)


def spoken(page: Page, role: str) -> list[tuple[str, dict[str, Any]]]:
    """Name and properties of all that has this role in the tree that a screen reader gets."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [
        (
            each.get("name", {}).get("value", ""),
            {p["name"]: p["value"].get("value") for p in each.get("properties", [])},
        )
        for each in tree
        if not each["ignored"] and each.get("role", {}).get("value") == role
    ]


def contrast_in_grey(shape: Locator) -> float:
    """Between the lightest and the darkest of its pixels, by WCAG's formula."""
    picture = Image.open(BytesIO(shape.screenshot())).convert("L")
    dark, light = (((level / 255 + 0.055) / 1.055) ** 2.4 for level in picture.getextrema())
    return (light + 0.05) / (dark + 0.05)


def test_a20_a23_each_level_has_word_shape_and_focus_in_grey_in_the_dark_and_in_forced_colours(
    page: Page, signed_in: SignIn, story: Story
) -> None:
    page.emulate_media(reduced_motion="reduce")
    signed_in(page, story.ana)
    for level, (_word, shape) in LEVELS.items():
        page.goto(story.results[level])
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_contain_text(HEADINGS[level])
        icon = page.locator(f'.care use[href$="#{shape}"]').locator("xpath=..").first
        page.keyboard.press("Tab")
        for look, step in zip(LOOKS, ("Tab", "Shift+Tab") * 2, strict=True):
            page.emulate_media(**look)
            assert contrast_in_grey(icon) >= 3, (level, look)
            page.keyboard.press(step)
            assert page.evaluate(RING) >= 2, (level, look)
        assert page.evaluate(MOVING) == 0


def test_a23_every_tag_timer_and_status_says_in_a_word_and_a_shape_what_its_colour_says(
    page: Page, signed_in: SignIn, story: Story
) -> None:
    signed_in(page, story.ana)
    seen = 0
    for address in ("/", "/aftercare", "/history"):
        page.goto(address)
        for item in page.locator(".level, .timer, .status").filter(visible=True).all():
            expect(item.locator("svg").first).to_be_visible()
            assert item.inner_text().strip()
            seen += 1
    tags = page.locator(".level").evaluate_all(
        "(tags) => tags.map((tag) => [tag.innerText.trim(), tag.querySelector('use').href.baseVal])"
    )
    assert {(word, use.split("#")[1]) for word, use in tags} == set(LEVELS.values())
    assert seen > 12


def test_a20_with_less_motion_nothing_moves(page: Page, signed_in: SignIn, story: Story) -> None:
    page.emulate_media(reduced_motion="reduce")
    signed_in(page, story.ana).goto("/check-in")
    page.locator('[data-answer="none"]').click()

    assert page.evaluate(MOVING) == 0
    names = "getComputedStyle(document.querySelector('.header')).viewTransitionName"
    assert page.evaluate(names) == "none"


def test_a4_what_a_screen_reader_says_of_the_face_and_of_the_levels(
    page: Page, signed_in: SignIn, story: Story
) -> None:
    signed_in(page, story.ana)
    for level, words in HEADINGS.items():
        page.goto(story.results[level])
        assert any(name.startswith(words) for name, _state in spoken(page, "heading")), level
    page.goto("/check-in")
    page.locator('[data-answer="none"]').click()
    for row in page.locator(".carried").all():
        row.locator('input[value="same"]').check()
    page.locator('input[name="tick"][value="numb"]').check()
    onwards(page).click()
    answer_all(page)

    places = dict(spoken(page, "checkbox"))

    sided = {name for name in places if name.startswith(("Left ", "Right "))}
    assert {name[5:] for name in sided if name.startswith("Left ")} == {
        name[6:] for name in sided if name.startswith("Right ")
    }
    assert len(sided) > 20
    assert places["Left cheek"]["checked"] == "true"
    assert places["Right cheek"]["checked"] == "false"
    assert all(name for name in places)
    expect(page.locator("[role=status]").locator("visible=true").first).to_be_attached()
