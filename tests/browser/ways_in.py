"""The ways in, in their states: invitation, decisions, signing in, second steps, what is refused.

As screens.py walks: by marks, not by words.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any
from unittest import mock

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from playwright.sync_api import Page, expect

from frontend.pages import errors
from tests import cast
from tests.browser.screens import Story
from tests.frontend.inviting import BIRTH, invited_patient, shown_link
from tests.frontend.signing_in import code_in_mail
from tracker.models import Treatment, User

SignIn = Callable[..., Page]
AROUND = ("/sign-up", "/sign-in/closed", "/password/done", "/i/unknown", "/sign-in?passkey=no")
REFUSALS = (400, 409, 413, 429, 500, 503)
WRONG = "AAAA-AAAA"


def ways_in(page: Page, story: Story, sign_in: SignIn) -> Iterator[str]:
    page.context.clear_cookies()
    yield from the_invitation(page, story)
    yield from the_decisions(page)
    page.context.clear_cookies()
    yield from signing_in(page, story)
    yield from her_account(page, story, sign_in)
    yield from second_steps(page, story, sign_in)
    yield from refusals(page)


def press(page: Page, form: str = "main form", button: str = "button") -> None:
    """That button of that form; the next page has come."""
    with page.expect_navigation():
        page.locator(f"{form} {button}").locator("visible=true").first.click()


def fault(page: Page) -> None:
    expect(page.locator(".error-summary")).to_be_visible()


def the_invitation(page: Page, story: Story) -> Iterator[str]:
    clinic = story.treatment.patient.clinic
    patient = invited_patient(clinic)
    Treatment.objects.create(
        patient=patient,
        procedure="botulinum_toxin",
        performed_at=timezone.now() - timedelta(days=2),
    )
    page.goto(shown_link(patient, story.admin))
    press(page, 'form[action$="/not-me"]')
    yield "invitation: not me"
    page.goto(shown_link(patient, story.admin))
    yield "invitation: date of birth"
    press(page, 'form[action$="/birth"]')
    fault(page)
    yield "invitation: no date of birth"
    for name, said in BIRTH.items():
        page.locator(f'[name="{name}"]').fill(said)
    press(page, 'form[action$="/birth"]')
    yield "invitation: welcome"
    page.locator("#email").fill("")
    press(page, 'form[action$="/account"]')
    fault(page)
    yield "invitation: no address"
    page.locator("#email").fill("eve@example.org")
    press(page, 'form[action$="/account"]')
    yield "invitation: code"
    page.locator("#code").fill(WRONG)
    press(page, "main form:has(#code)")
    fault(page)
    yield "invitation: another code"
    page.locator("#code").fill(code_in_mail())
    press(page, "main form:has(#code)")


def the_decisions(page: Page) -> Iterator[str]:
    agree, decline = 'main [name="given"][value="yes"]', 'main [name="given"][value="no"]'
    for kind in ("care", "photos", "reminders"):
        page.locator("main details summary").click()
        yield f"decision: {kind}"
        press(page, "", decline if kind == "care" else agree)
        if kind == "care":
            yield "decision: care refused"
            page.locator("main .panel a.button").click()
            press(page, "", agree)
    yield "decision: reminder time"
    press(page, "#answers")
    fault(page)
    yield "decision: no reminder time"
    page.locator('#answers [value="08:00"]').check()
    press(page, "#answers")
    yield "decision: about you"
    press(page, "#answers")
    fault(page)
    yield "decision: about you, unanswered"
    page.goto("/welcome/photos")
    yield "decision: made before"
    page.goto("/welcome/next-time")
    yield "decision: the next time"


def signing_in(page: Page, story: Story) -> Iterator[str]:
    owner = EmailAddress.objects.create(user=story.ana, email=story.ana.email, primary=True)
    for address in AROUND:
        page.goto(address)
        yield f"around signing in: {address}"
    page.goto("/sign-in")
    press(page, "[data-by-mail]")
    fault(page)
    yield "sign-in: no address"
    page.locator("#id_email").fill(story.ana.email)
    press(page, "[data-by-mail]")
    yield "sign-in: code"
    page.locator("#id_code").fill(WRONG)
    press(page, "main form:has(#id_code)")
    fault(page)
    yield "sign-in: another code"
    by_password(page, story.ana, "a guess")
    fault(page)
    yield "sign-in: another password"
    by_password(page, story.ana)
    yield "sign-in: the address is not proven yet"
    EmailAddress.objects.filter(pk=owner.pk).update(verified=True)
    page.context.clear_cookies()
    page.goto("/password/forgot")
    page.locator("#id_email").fill(story.ana.email)
    press(page)
    yield "forgotten password: code"
    page.locator("#id_code").fill(code_in_mail())
    press(page, "main form:has(#id_code)")
    yield "forgotten password: a new one"
    press(page)
    fault(page)
    yield "forgotten password: none given"


def by_password(page: Page, user: User, password: str = "correct horse battery") -> None:
    page.goto("/sign-in/password")
    page.locator("#id_login").fill(user.email)
    page.locator("#id_password").fill(password)
    press(page)


def her_account(page: Page, story: Story, sign_in: SignIn) -> Iterator[str]:
    page.context.clear_cookies()
    sign_in(page, story.ana)
    for address in ("/account", "/password", "/sign-out", "/settings/erase"):
        page.goto(address)
        yield f"her account: {address}"  # the last asks her to sign in again
    press(page)
    fault(page)
    yield "her account: sign in again, nothing typed"
    sign_in(page, story.ana, fresh=True)
    for address in ("/account/passkeys/new", "/account/app", "/settings/erase"):
        page.goto(address)
        yield f"her account, signed in just now: {address}"
        if address == "/account/app":
            press(page)
            fault(page)
            yield "her account: no code of the app"
    press(page)
    yield "her account: her record will be erased"
    press(page)
    page.goto("/password")
    press(page)
    fault(page)
    yield "her account: no new password"
    story.waiting.set_unusable_password()
    story.waiting.save()
    sign_in(page, story.waiting)
    page.goto("/settings/erase")
    yield "her account: no password to show again"


def second_steps(page: Page, story: Story, sign_in: SignIn) -> Iterator[str]:
    user = cast.record_of(cast.person("paula"), story.treatment.patient.clinic).user
    assert user
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    page.context.clear_cookies()
    by_password(page, user)
    yield "second step"
    press(page, "main form:has(#id_code)")
    fault(page)
    yield "second step: no code"
    page.locator("#id_code").fill("000000")
    press(page, "main form:has(#id_code)")
    fault(page)
    yield "second step: another code"
    sign_in(page, user)
    for address in ("/account", "/sign-in/again/code?next=/", "/sign-in/again?next=/"):
        page.goto(address)
        yield f"second step: {address}"
    sign_in(page, user, fresh=True)
    for address in ("/account/app/remove", "/account/codes", "/account/codes/new"):
        page.goto(address)
        yield f"second step: {address}"


def refusals(page: Page) -> Iterator[str]:
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.locator('[data-by-mail] [name="csrfmiddlewaretoken"]').evaluate("(one) => one.remove()")
    press(page, "[data-by-mail]")
    yield "refused: a form that was open too long"
    for status in REFUSALS:
        refuse = partial(told_as, errors.refuse, status)
        with mock.patch.object(errors, "refuse", refuse):
            page.goto("/nowhere")
        yield f"refused: {status}"


def told_as(
    refuse: Callable[..., HttpResponse], status: int, request: HttpRequest, *_as: Any
) -> HttpResponse:
    return refuse(request, status, "")
