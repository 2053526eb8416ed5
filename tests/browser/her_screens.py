"""Her own pages in the states that need something to have happened first.

As screens.py walks: by marks, not by words.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest import mock

from django.db import OperationalError
from django.utils import timezone
from playwright.sync_api import Page, expect
from time_machine import travel

from tests import cast
from tests.browser.screens import Story, onwards
from tracker.models import Photo, ReviewCase, Treatment
from tracker.services.check_ins import submit_check_in
from tracker.services.reviews import book, request_photo

SignIn = Callable[..., Page]
CAN_INSTALL = "dispatchEvent(new Event('beforeinstallprompt', { cancelable: true }))"
AN_IPHONE = """if (location.search === "?iphone") {
  Object.defineProperty(navigator, "standalone", { value: false });
  Object.defineProperty(navigator, "maxTouchPoints", { value: 5 });
}"""
PLAIN_POST = "HTMLFormElement.prototype.submit.call(document.querySelector('[data-check-in]'))"


def her_screens(page: Page, story: Story, sign_in: SignIn) -> Iterator[str]:
    yield from the_install_offer(page, story, sign_in)
    sign_in(page, story.ana)
    yield from what_is_asked_of_her(page, story)
    yield from her_photos(page, story)
    yield from her_settings(page, story, sign_in)
    yield from a_check_in_in_other_ways(page)
    yield from days_later(page, story, sign_in)


def the_install_offer(page: Page, story: Story, sign_in: SignIn) -> Iterator[str]:
    hers = Treatment.objects.get(patient__user=story.new)
    submit_check_in(by=story.new, treatment=hers, report=cast.report())
    sign_in(page, story.new)
    page.add_init_script(AN_IPHONE)
    page.goto("/")
    page.evaluate(CAN_INSTALL)
    expect(page.locator("[data-install-button]")).to_be_visible()
    yield "the home screen is offered"
    for address in ("/?iphone", "/settings?iphone"):
        page.goto(address)
        expect(page.locator("ol[data-install-steps]")).to_be_visible()
        yield f"an iPhone's home screen: {address}"


def what_is_asked_of_her(page: Page, story: Story) -> Iterator[str]:
    case = ReviewCase.objects.filter(patient__user=story.ana).order_by("-opened_at")[0]
    soon = timezone.now() + timedelta(hours=5)
    case = request_photo(
        by=story.doctor, case=case, version=case.version, view="left_45", wanted_by=soon
    )
    visit = timezone.now() + timedelta(days=2)
    book(by=story.doctor, case=case, version=case.version, at=visit)
    for address in ("/", "/messages"):
        page.goto(address)
        yield f"asked for a photo: {address}"
    page.goto(f"/photo-requests/{case.photo_requests.get().pk}")
    yield "asked for a photo: the guide"
    press(page)
    yield "asked for a photo: none chosen"


def her_photos(page: Page, story: Story) -> Iterator[str]:
    page.route("**/display/", lambda route: route.fulfill(status=503))
    page.goto("/history?view=photos")
    page.locator("[data-photo]").first.click()
    does = page.locator("[data-photo] .photo__do").first
    expect(does).to_have_text(does.get_attribute("data-failed") or "")
    yield "a photo did not come"
    page.unroute("**/display/")
    page.locator("[data-show-all]").click()
    expect(page.locator('[data-photo][aria-pressed="false"]')).to_have_count(0)
    yield "all photos shown"
    photo = Photo.objects.filter(patient__user=story.ana).order_by("taken_at")[0]
    for name in ("landmarks", "ring", "withdraw"):
        page.goto(f"/photos/{photo.pk}/{name}")
        yield f"one photo: {name}"
        if name != "withdraw":
            press(page)
            yield f"one photo: {name}, nothing marked"
    page.goto(f"/treatments/{story.treatment.pk}/days")
    yield "no bruise measured yet"


def her_settings(page: Page, story: Story, sign_in: SignIn) -> Iterator[str]:
    page.goto("/settings/looks")
    yield "nobody looked"
    page.goto("/settings")
    with page.expect_navigation():
        page.locator('form:has([value="reminders"]) .button').click()
    expect(page.locator(".error-summary")).to_be_visible()
    yield "settings: no reminder time"
    for kind in ("care", "photos", "reminders"):
        page.goto(f"/settings/consents/{kind}")
        yield f"a decision looked at again: {kind}"
    for kind in ("photos", "reminders"):
        page.goto(f"/settings/consents/{kind}")
        with page.expect_navigation():
            page.locator("main form .button--wide").click()
    yield "settings: consents changed"
    page.goto("/settings/consents/photos")
    yield "a decision withdrawn: photos"
    sign_in(page, story.doctor)
    page.goto(f"/clinic/patients/{story.treatment.patient_id}")
    sign_in(page, story.ana)
    page.goto("/settings/looks")
    yield "somebody looked"
    for step in ("change=conditions&from=settings", "from=settings"):
        page.goto(f"/welcome/about-you?{step}")
        yield f"about you: {step}"


def a_check_in_in_other_ways(page: Page) -> Iterator[str]:
    page.goto("/check-in")
    page.locator('[data-answer="none"]').click()
    page.locator('input[name="tick"][value="bruise"]').check()
    page.locator('[data-none="tick"]').click()
    expect(page.locator(".error-summary")).to_be_visible()
    yield "check-in: a tick and none"
    for row in page.locator(".carried").all():
        row.locator('input[value="worse"]').check()
    yield "check-in: worse"
    for worse in page.locator(".carried__worse").all():
        worse.locator("input").first.check()
    onwards(page).click()
    page.locator("[data-face-map] > .button--quiet").locator("visible=true").first.click()
    page.locator(".face__else summary").locator("visible=true").first.click()
    yield "check-in: places as a list"
    page.goto("/check-in")
    page.locator('[name="danger"][value="yes"]').evaluate("(one) => { one.checked = true; }")
    cannot = mock.patch("frontend.pages.check_in.submit_check_in", side_effect=OperationalError)
    with cannot, page.expect_navigation():
        page.evaluate(PLAIN_POST)
    yield "check-in: a form that could not be stored"


def days_later(page: Page, story: Story, sign_in: SignIn) -> Iterator[str]:
    mia = cast.record_of(cast.person("mia"), story.treatment.patient.clinic)
    assert mia.user
    treatment = cast.treat(mia, "botulinum_toxin", ["forehead"], hours_ago=24 * 6)
    with travel(treatment.performed_at + timedelta(days=1), tick=False):
        submit_check_in(by=mia.user, treatment=treatment, report=cast.report())
    mia.consents.create(kind="photos", given=False, text_version="test", language="en")
    sign_in(page, mia.user)
    for address in ("/", "/history?view=photos", "/check-in"):
        page.goto(address)
        yield f"days missed, photos refused: {address}"


def press(page: Page) -> None:
    """The main button of the page's form; what was wrong is said."""
    page.locator("main form .button--wide").locator("visible=true").last.click()
    expect(page.locator(".error-summary")).to_be_visible()
