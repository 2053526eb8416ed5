"""Every screen of the patient's app in its states, and the way to each: by marks, not by words.

`screens(...)` yields the name of a screen once it stands; whoever walks along looks at it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page, expect
from time_machine import travel

from tests import cast
from tests.browser.faces import a_face
from tracker.models import Clinic, Photo, Role, StaffInvitation, Treatment, User
from tracker.services.absences import set_absence
from tracker.services.check_ins import submit_check_in
from tracker.services.consent_texts import publish
from tracker.services.invitations import digest_of
from tracker.services.members import give_role
from tracker.services.messages import send_message
from tracker.services.photos import Upload, take_photo
from tracker.services.recovery_feedback import tell_outcome, tell_slip

SignIn = Callable[..., Page]


@dataclass
class Story:
    """ana: some days told; new: treated today; waiting: no treatment recorded yet.

    doctor and admin: of her clinic; the doctor has days away before her, one colleague is invited.
    """

    ana: User
    new: User
    waiting: User
    treatment: Treatment
    doctor: User
    admin: User
    results: dict[str, str] = field(default_factory=dict)  # level, or "later" -> its address


def tell(ana: User, dr_cho: User, treatment: Treatment, clinic: Clinic) -> Story:
    newcomer = cast.record_of(cast.person("nora"), clinic)
    cast.treat(newcomer, "dermal_filler", ["lips"], hours_ago=1)
    waiting = cast.record_of(cast.person("wanda"), clinic)
    assert newcomer.user and waiting.user
    admin = cast.member("admin.a", clinic, Role.ADMINISTRATOR, Role.COORDINATOR)
    story = Story(ana, newcomer.user, waiting.user, treatment, dr_cho, admin)
    the_office(story, clinic)
    earlier_days(story)
    signs = {"asked": True, "any": True, "signs": ["breathing"]}
    reports = {
        "usual": cast.report("cheek", "left", bruise=2, headache=2, behaviours=["took_ibuprofen"]),
        "review": cast.report("brow", "left", brow_droop=4),
        "urgent": cast.report("cheek", "left", numbness=4, answers={"touch_felt": False}),
        "emergency": cast.report(danger_signs=signs),
    }
    for level, report in reports.items():
        sent = submit_check_in(by=ana, treatment=treatment, report=report)
        story.results[level] = f"/check-ins/{sent.check_in.pk}"
    send_message(by=dr_cho, treatment=treatment, client_id=uuid4(), text="Please rest today.")
    tell_slip(by=ana, treatment=treatment, timer="no_rubbing")
    return story


def earlier_days(story: Story) -> None:
    """Two days with a bruise and a photo, and what she said of a remedy."""
    for days in (1, 2):
        at = story.treatment.performed_at + timedelta(days=days, minutes=5)
        with travel(at, tick=False):
            report = cast.report("cheek", "left", bruise=5, reported_at=at)
            sent = submit_check_in(by=story.ana, treatment=story.treatment, report=report)
            upload = Upload(uuid4(), "front_rest", timezone.now(), a_face())
            take_photo(
                by=story.ana, treatment=story.treatment, check_in=sent.check_in, upload=upload
            )
    tell_outcome(by=story.ana, check_in=sent.check_in, remedy="cold_compress", outcome="worse")
    story.results["later"] = f"/check-ins/{sent.check_in.pk}"


def the_office(story: Story, clinic: Clinic) -> None:
    """Something to show on every page of Admin and of handing over."""
    soon = timezone.localdate() + timedelta(days=3)
    set_absence(
        by=story.doctor, clinic=clinic, user=story.doctor, first=soon, last=soon, stand_in=None
    )
    give_role(by=story.admin, clinic=clinic, user=story.admin, role="dermatologist")
    words = {"en": "Your photos stay with us.", "es": "Tus fotos no salen de aquí."}
    publish(by=story.admin, clinic=clinic, kind="photos", text=words)
    StaffInvitation.objects.create(
        clinic=clinic,
        email="eve.moore@example.org",
        name="Eve Moore",
        roles=["dermatologist"],
        token_hash=digest_of("a-link"),
        created_by=story.admin,
        expires_at=timezone.now() + timedelta(days=7),
    )


def screens(page: Page, story: Story, sign_in: SignIn) -> Iterator[str]:
    yield from before_sign_in(page)
    yield from with_little(page, story, sign_in)
    sign_in(page, story.ana)
    yield from with_much(page, story)
    yield from the_check_in(page)
    yield from the_administration(page, story, sign_in)


def before_sign_in(page: Page) -> Iterator[str]:
    page.context.clear_cookies()
    for address in ("/sign-in", "/sign-in/password", "/password/forgot", "/help", "/offline"):
        page.goto(address)
        yield f"signed out: {address}"


def with_little(page: Page, story: Story, sign_in: SignIn) -> Iterator[str]:
    sign_in(page, story.waiting)
    page.goto("/")
    yield "no treatment yet"
    sign_in(page, story.new)
    for address in ("/", "/history", "/history?view=photos", "/history?view=chart", "/messages"):
        page.goto(address)
        yield f"day 0: {address}"


def with_much(page: Page, story: Story) -> Iterator[str]:
    for address in ("/", "/history", "/history?view=photos", "/messages", "/settings", "/help"):
        page.goto(address)
        yield address
    page.goto("/settings?saved=1")
    yield "settings saved"
    page.goto("/settings/consents/photos")
    yield "a decision, looked at later"
    page.goto("/welcome/about-you")
    yield "about you"
    page.goto("/aftercare")
    for summary in page.locator("summary").all():
        summary.click()
    yield "aftercare, a slip noted"
    page.goto("/history?view=chart")
    page.locator("summary").click()
    yield "chart and table"
    yield from results(page, story)
    page.goto("/messages")
    page.locator("#write summary").click()
    yield "messages, a photo to pick"
    page.locator("#write button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    yield "messages, nothing written"
    yield from photos_in_full(page, story)
    for address in ("/nowhere", "/clinic/"):
        page.goto(address)
        yield f"refused: {address}"


def results(page: Page, story: Story) -> Iterator[str]:
    for level, address in story.results.items():
        page.goto(address)
        for summary in page.locator("main summary").all():
            summary.click()
        yield f"result: {level}"
    page.goto(story.results["usual"])
    ask = page.locator("#remedies > form button")
    if ask.count():
        with page.expect_navigation():
            ask.click()
        yield "result: questions unanswered"


def photos_in_full(page: Page, story: Story) -> Iterator[str]:
    photo = Photo.objects.filter(patient__user=story.ana.pk).order_by("taken_at").first()
    assert photo
    page.goto(f"/photos/{photo.pk}")
    yield "one photo"
    page.goto(f"/treatments/{story.treatment.pk}/compare")
    yield "two photos compared"


def the_check_in(page: Page) -> Iterator[str]:
    page.goto("/check-in")
    expect(page.locator("[data-save-exit]")).to_be_visible()  # the draft is there, all can be used
    yield "check-in: danger signs"
    page.locator('[data-answer="yes"]').click()
    expect(page.locator("[data-emergency]")).to_be_visible()
    yield "check-in: emergency"
    page.goto("/check-in")
    page.locator('[data-answer="none"]').click()
    yield "check-in: symptoms"
    yield from the_details(page)
    for step in ("since", "photo", "send"):
        yield f"check-in: {step}"
        if step != "send":
            onwards(page).click()


def the_details(page: Page) -> Iterator[str]:
    onwards(page).click()
    expect(page.locator(".error-summary")).to_be_visible()
    yield "check-in: symptoms, unanswered"
    for row in page.locator(".carried").all():
        row.locator('input[value="same"]').check()
    for tick in ("numb", "bruise"):
        page.locator(f'input[name="tick"][value="{tick}"]').check()
    onwards(page).click()
    yield "check-in: one symptom"
    onwards(page).click()
    expect(page.locator(".error-summary")).to_be_visible()
    yield "check-in: one symptom, unanswered"
    answer_all(page)
    yield "check-in: one symptom, answered"
    onwards(page).click()
    answer_all(page)
    yield "check-in: a bruise beside its coin"
    onwards(page).click()


def onwards(page: Page) -> Any:
    return page.locator("[data-next]").locator("visible=true").first


def answer_all(page: Page) -> None:
    """The first answer of every question that is open; the left cheek for a place."""
    answer_questions(page)
    page.locator('input[value="cheek:left"]').locator("visible=true").first.check(force=True)


def answer_questions(page: Page) -> None:
    opened = page.locator("[data-page]:not([hidden]) [id]:is(fieldset)").locator("visible=true")
    for question in opened.all():
        choices = question.locator("input[type=radio]")
        if choices.count():
            choices.first.check()


ADMIN = ["people", "roles", "hours", "numbers", "times", "consents", "retention", "audit", "system"]


def the_administration(page: Page, story: Story, sign_in: SignIn) -> Iterator[str]:
    sign_in(page, story.admin)
    for name in ("people", "hours", "numbers", "retention"):
        page.goto(f"/clinic/admin/{name}")
        yield f"admin, not asked again yet: {name}"
    sign_in(page, story.admin, fresh=True)
    for address in ("", *(f"/{name}" for name in ADMIN), "/audit?search=1"):
        page.goto(f"/clinic/admin{address}")
        for summary in page.locator("main summary").all():
            summary.click()
        yield f"admin: {address}"
    page.goto("/clinic/admin/people")
    page.locator("form.stack .button").last.click()
    expect(page.locator(".error-summary")).to_be_visible()
    yield "admin: nobody invited"
    page.goto(f"/clinic/admin/people/{story.doctor.pk}")
    yield "admin: one member"
    yield from the_handover(page, story, sign_in)


def the_handover(page: Page, story: Story, sign_in: SignIn) -> Iterator[str]:
    sign_in(page, story.doctor)
    for address in ("/clinic/handover", "/clinic/admin", "/clinic/join/a-link"):
        page.goto(address)
        yield address
