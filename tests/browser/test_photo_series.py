"""A series of photos in a browser: compared by keyboard, marked, ringed, taken back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK
from tests.services.photo_days import take
from tests.skin import EYES, PLACE, THREE, circle, skin
from tracker.models import AuditEvent, BruiseMeasurement, Landmarks, Photo, Treatment, User
from tracker.services.landmarks import mark_landmarks
from tracker.services.measuring import measure_bruise

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], Page]
LOOKS = [
    ((390, "light"),),
    pytest.param(((390, "dark"), (1280, "light"), (1280, "dark")), marks=pytest.mark.full),
]


@pytest.fixture
def two_days(ana: User, her_toxin: Treatment) -> list[Photo]:
    """A bruise that has become smaller and fainter, on photos that nobody has marked."""
    first = take(ana, her_toxin, skin(0.09, strength=1.0), 48, "front_rest")
    return [first, take(ana, her_toxin, skin(0.06, strength=0.6, seed=8), 24, "front_rest")]


@pytest.fixture
def marked_days(ana: User, two_days: list[Photo]) -> list[Photo]:
    for photo in two_days:
        mark_landmarks(by=ana, photo=photo, points=THREE)
    return two_days


@pytest.fixture
def measured_days(dr_cho: User, marked_days: list[Photo]) -> list[Photo]:
    first = None
    for photo, radius in zip(marked_days, (0.13, 0.1), strict=True):
        row = measure_bruise(
            by=dr_cho, photo=photo, bruise=first, ring=circle(radius), scale="eyes"
        )
        assert not row.refused
        first = row.bruise
    return marked_days


def sharp_requests(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def style_of(page: Page, name: str) -> str:
    stage = page.locator("[data-stage]")
    return str(stage.evaluate("(stage, name) => stage.style.getPropertyValue(name)", name))


def displays(asked: list[str]) -> list[str]:
    return [url for url in asked if url.endswith("/display/")]


def test_two_days_are_compared_with_the_keyboard_alone(
    page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment, marked_days: list[Photo]
) -> None:
    asked = sharp_requests(page)
    signed_in(page, ana).goto("/history?view=photos")
    page.get_by_role("link", name="Compare two days").press("Enter")
    expect(page.get_by_role("heading", level=1, name="Compare two days")).to_be_visible()
    assert displays(asked) == []

    page.get_by_role("button", name="Show both for 2 minutes").press("Enter")
    expect(page.get_by_role("button", name="Blur both again")).to_be_visible()
    assert len(displays(asked)) == 2

    page.get_by_role("button", name="Slider").press("Space")
    cut = page.get_by_role("slider")
    cut.press("Home")
    cut.press("ArrowRight")
    assert style_of(page, "--cut") == "1%"
    expect(page.get_by_text("At the left day 1, at the right day 2")).to_be_visible()
    page.get_by_role("button", name="Swap").press("Enter")
    expect(page.get_by_text("At the left day 2, at the right day 1")).to_be_visible()

    page.get_by_role("button", name="One by one").press("Enter")
    other = page.get_by_role("button", name="Show the other day")
    now = page.locator("[data-which]")
    before = now.inner_text()
    other.press("Enter")
    assert now.inner_text() != before

    stage = page.locator("[data-stage]")
    stage.focus()
    stage.press("+")
    stage.press("+")
    stage.press("ArrowLeft")
    assert (style_of(page, "--zoom"), style_of(page, "--x")) == ("2.250", "10.00%")
    expect(page.get_by_text("the marks lie within 1 pixel")).to_be_visible()


def test_both_photos_zoom_and_move_together_by_button_and_by_drag(
    page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment, two_days: list[Photo]
) -> None:
    signed_in(page, ana).goto(f"/treatments/{her_toxin.pk}/compare")
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Move up").click()

    frame = page.locator("[data-frame]").first
    box = frame.bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 60)
    page.mouse.up()

    moved = (
        "[...document.querySelectorAll('.compare__lens')].map((e) => getComputedStyle(e).transform)"
    )
    first, second = page.evaluate(moved)
    assert first == second != "none"


def test_sharp_photos_are_let_go_when_she_looks_away(
    page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment, two_days: list[Photo]
) -> None:
    signed_in(page, ana).goto(f"/treatments/{her_toxin.pk}/compare")
    page.get_by_role("button", name="Show both for 2 minutes").click()
    image = page.locator("[data-stage] img").first
    expect(image).to_have_attribute("src", f"/api/v1/photos/{two_days[0].pk}/display/")

    page.evaluate(
        "Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )

    expect(image).not_to_have_attribute("src", f"/api/v1/photos/{two_days[0].pk}/display/")
    expect(page.get_by_role("button", name="Show both for 2 minutes")).to_be_visible()


def test_without_script_two_days_stand_side_by_side_and_can_be_opened(
    without_script: Page, signed_in: SignIn, ana: User, her_toxin: Treatment, two_days: list[Photo]
) -> None:
    page = signed_in(without_script, ana)
    page.goto(f"/treatments/{her_toxin.pk}/compare")

    expect(page.locator("[data-stage] img")).to_have_count(2)
    expect(page.get_by_role("link", name="Open photo: From the front")).to_have_count(2)
    expect(page.get_by_role("button", name="Slider")).to_be_hidden()
    page.get_by_role("link", name="Swap the two days").click()
    expect(page.locator("[data-stage] img").first).to_have_attribute(
        "src", f"/api/v1/photos/{two_days[1].pk}/blurred/"
    )


def test_marks_are_tapped_and_moved_with_the_arrow_keys(
    page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment, two_days: list[Photo]
) -> None:
    first = two_days[0]
    signed_in(page, ana).goto(f"/treatments/{her_toxin.pk}/compare")
    page.get_by_role("link", name="Mark day 1").click()
    page.get_by_role("button", name="Show the photo for 2 minutes").click()
    stage = page.locator("[data-stage]")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box
    for x, y in EYES.values():
        stage.click(position={"x": x * box["width"], "y": y * box["height"]})
    mouth = page.get_by_role("button", name="Mark: Right corner of your mouth")
    mouth.press("Enter")
    marker = page.get_by_role("button", name="Right corner of your mouth: 50 % across")
    expect(marker).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowLeft")
    moved = page.get_by_role("button", name="Right corner of your mouth: 40 % across")
    expect(moved).to_be_focused()
    page.get_by_role("button", name="Keep these marks").click()

    expect(page.get_by_role("heading", level=1, name="Compare two days")).to_be_visible()
    points = Landmarks.objects.get(photo=first).points
    assert points["eye_outer_right"] == pytest.approx(EYES["eye_outer_right"], abs=0.01)
    assert points["eye_outer_left"] == pytest.approx(EYES["eye_outer_left"], abs=0.01)
    assert points["mouth_right"] == pytest.approx([0.4, 0.5], abs=0.001)


def test_a_clinician_rings_a_bruise_and_confirms_it_on_the_next_day(
    page: Page, signed_in: SignIn, dr_cho: User, her_toxin: Treatment, marked_days: list[Photo]
) -> None:
    page.set_viewport_size({"width": DESK["width"], "height": 1000})
    first, second = marked_days
    signed_in(page, dr_cho).goto(f"/clinic/photos/{first.pk}/ring")
    page.get_by_role("button", name="Show the photo for 2 minutes").click()
    stage = page.locator("[data-stage]")
    box = stage.bounding_box()
    assert box
    middle = box["x"] + PLACE[0] * box["width"], box["y"] + PLACE[1] * box["height"]
    reach = 0.14 * box["width"]
    page.mouse.move(middle[0] - reach, middle[1] - reach)
    page.mouse.down()
    page.mouse.move(middle[0] + reach, middle[1] + reach, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Measure inside this ring").click()
    expect(page.get_by_text("Measured once so far.")).to_be_visible()

    page.goto(f"/clinic/photos/{second.pk}/ring")
    page.get_by_role("link", name="Bruise 1").click()
    expect(page.get_by_text("The ring lies where the bruise was on day 1.")).to_be_visible()
    assert BruiseMeasurement.objects.count() == 1  # nothing before she confirms
    page.get_by_role("button", name="Confirm and measure").click()

    expect(page.get_by_text("Smaller and fainter than on day 1.")).to_be_visible()
    assert BruiseMeasurement.objects.exclude(result=None).count() == 2
    looks = AuditEvent.objects.filter(actor=dr_cho.pk, action="photo.viewed")
    assert [row.subject_id for row in looks] == [str(first.pk)]


def test_a_bruise_is_ringed_with_the_keyboard_alone(
    page: Page, signed_in: SignIn, ana: User, marked_days: list[Photo]
) -> None:
    signed_in(page, ana).goto(f"/photos/{marked_days[0].pk}/ring")
    page.get_by_role("button", name="Put a ring in the middle").press("Enter")
    stage = page.locator("[data-stage]")
    expect(stage).to_be_focused()
    for key in (*["ArrowRight"] * 24, *["ArrowDown"] * 10, *["+"] * 6):
        stage.press(key)
    page.get_by_role("slider", name="Width").press("ArrowRight")
    page.get_by_role("button", name="Measure inside this ring").press("Enter")

    expect(page.get_by_text("Measured once so far.")).to_be_visible()
    assert BruiseMeasurement.objects.get().result is not None


def test_a_bruise_can_be_ringed_without_script(
    without_script: Page, signed_in: SignIn, ana: User, marked_days: list[Photo]
) -> None:
    page = signed_in(without_script, ana)
    page.goto(f"/photos/{marked_days[0].pk}/ring")
    page.get_by_role("button", name="Measure inside this ring").click()
    expect(page.get_by_role("alert")).to_contain_text("Draw a ring around the bruise first.")

    for name, value in {
        "Left to right": "62",
        "Top to bottom": "55",
        "Width": "26",
        "Height": "26",
    }.items():
        page.get_by_label(name).fill(value)
    page.get_by_role("button", name="Measure inside this ring").click()

    expect(page.get_by_text("Measured once so far.")).to_be_visible()


def test_a_photo_is_taken_back_after_she_has_read_what_happens(
    page: Page, signed_in: SignIn, ana: User, two_days: list[Photo]
) -> None:
    signed_in(page, ana).goto("/history?view=photos")
    page.get_by_role("link", name="More: From the front, face at rest, day 1").click()
    page.get_by_role("link", name="Take this photo back").click()
    expect(page.get_by_text("It will be erased now.")).to_be_visible()
    assert Photo.objects.filter(withdrawn_at=None).count() == 2

    page.get_by_role("button", name="Take it back and erase it").click()

    expect(page.get_by_text("Taken back by you, and erased.")).to_be_visible()
    assert Photo.objects.get(pk=two_days[0].pk).erased_at is not None


def test_she_saves_a_copy_under_a_name_that_says_nothing(
    page: Page, signed_in: SignIn, ana: User, two_days: list[Photo]
) -> None:
    signed_in(page, ana).goto(f"/photos/{two_days[0].pk}")

    with page.expect_download() as saving:
        page.get_by_role("link", name="Save a copy on this device").click()

    assert saving.value.suggested_filename.startswith("photo-20")
    assert not AuditEvent.objects.filter(action="photo.viewed").exists()


@pytest.mark.parametrize("looks", LOOKS)
def test_axe_finds_nothing_on_any_photo_page(
    page: Page,
    signed_in: SignIn,
    ana: User,
    dr_cho: User,
    her_toxin: Treatment,
    measured_days: list[Photo],
    urgent_case: object,
    axe: Callable[[Page], None],
    sideways: Callable[[Page], int],
    wear: Callable[..., None],
    screenshot: Callable[..., None],
    looks: tuple[tuple[int, str], ...],
) -> None:
    photo = measured_days[1].pk
    bruise = BruiseMeasurement.objects.first()
    assert bruise
    own = {
        "photos": "/history?view=photos",
        "photo": f"/photos/{photo}",
        "withdraw": f"/photos/{photo}/withdraw",
        "marks": f"/photos/{photo}/landmarks",
        "ring": f"/photos/{photo}/ring?place={bruise.bruise_id}",
        "compare": f"/treatments/{her_toxin.pk}/compare",
        "bruises": f"/treatments/{her_toxin.pk}/days",
    }
    clinics = {
        name: f"/clinic{path}" for name, path in own.items() if name not in ("photos", "withdraw")
    }
    clinics["case"] = f"/clinic/cases/{urgent_case.pk}"  # type: ignore[attr-defined]
    for user, addresses in ((ana, own), (dr_cho, clinics)):
        page.context.clear_cookies()
        signed_in(page, user)
        for name, address in addresses.items():
            page.goto(address)
            for show in page.locator("[data-show]").all():
                show.click()
            page.wait_for_load_state("networkidle")
            for width, theme in looks:
                wear(page, width=width, theme=theme)
                screenshot(page, f"series-{user.name.split()[0]}-{name}-{width}-{theme}")
                axe(page)
                assert sideways(page) == 0, address
