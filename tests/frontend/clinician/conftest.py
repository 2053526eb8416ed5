"""Cases as real check-ins raise them, and what a clinician's browser would post."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.cast import show_second_factor
from tests.conftest import person, record_of, treat
from tracker.models import Clinic, ReviewCase, User
from tracker.services.case_opening import Finding, raise_case
from tracker.services.check_ins import submit_check_in


@pytest.fixture
def numb_cheek(ben: User, his_toxin: Any, a_report: Any) -> ReviewCase:
    """Urgent: Ben's left cheek is numb, away from his treated forehead."""
    report = a_report("cheek", "left", numbness=5, answers={"touch_felt": False})
    case = submit_check_in(by=ben, treatment=his_toxin, report=report).case
    assert case is not None
    return case


@pytest.fixture
def headache(ana: User, her_toxin: Any, a_report: Any) -> ReviewCase:
    """Review: Ana asks to be contacted about nothing in particular."""
    report = a_report(wants_contact=True)
    case = submit_check_in(by=ana, treatment=her_toxin, report=report).case
    assert case is not None
    return case


@pytest.fixture
def pale_skin(cleo: User, cleos_filler: Any, a_report: Any) -> ReviewCase:
    """Emergency, in the other clinic: Cleo's skin turned white after filler."""
    report = a_report("cheek", "right", skin_blanching=8)
    case = submit_check_in(by=cleo, treatment=cleos_filler, report=report).case
    assert case is not None
    return case


@pytest.fixture
def some_cases() -> Callable[..., list[ReviewCase]]:
    """some_cases(clinic, 5): cases of review urgency of so many patients."""

    def make(clinic: Clinic, count: int, urgency: str = "review") -> list[ReviewCase]:
        found = []
        for number in range(count):
            patient = record_of(person(f"{urgency}{number}"), clinic)
            treatment = treat(patient, "botulinum_toxin", ["forehead"], hours_ago=30)
            found.append(raise_case(treatment, Finding(urgency, f"Case {number}", "colleague")))
        return found

    return make


@pytest.fixture
def move() -> Callable[..., HttpResponse]:
    """move(client, case, "message", text="…"): the form as the case page would post it."""

    def post(client: Client, case: ReviewCase, action: str, **said: Any) -> HttpResponse:
        body = {"version": case.version, "seen": case.events.count()} | said
        return client.post(f"/clinic/cases/{case.pk}/{action}", body)

    return post


@pytest.fixture
def tomorrow() -> str:
    return (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def inputs_of() -> Callable[[HttpResponse, str], dict[str, str]]:
    """inputs_of(response, "/clinic/cases/…/message"): the hidden inputs and text of that form."""

    def read(response: HttpResponse, url: str) -> dict[str, str]:
        page = response.content.decode()
        form = re.search(rf'action="{re.escape(url)}".*?</form>', page, re.S)
        assert form, url
        found = dict(re.findall(r'<input[^>]*name="(\w+)" value="([^"]*)"', form[0]))
        texts = re.findall(r'name="(\w+)"[^>]*>([^<]*)</textarea>', form[0])
        return found | {name: unescape(text) for name, text in texts}

    return read


@pytest.fixture
def fresh_client_of(client_of: Callable[[User], Client]) -> Callable[[User], Client]:
    """Signed in just now: what cannot be undone is open for ten minutes."""

    def fresh(user: User) -> Client:
        client = client_of(user)
        show_second_factor(client, at=time.time())
        return client

    return fresh
