"""Leaks on purpose into every sink, so that benchmarks/canaries.py can show that it looks there."""

import logging
from typing import Any

import pytest
from django.core.mail import send_mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from benchmarks.canary_plugin import PLANTED
from tests.browser.conftest import browser_type_launch_args  # noqa: F401
from tests.cast import person
from tracker.models import Notification
from tracker.records import audit
from tracker.services import notifications, pushes


@pytest.mark.django_db
def test_a_leak_into_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    user = person("ana")
    assert PLANTED in user.name
    leaky = f'<title>{user.name}</title><a href="/?of={user.name}">x</a>'
    row = Notification(kind="reminder", language="en", detail={}, created_at=timezone.now())

    def leak(*_: Any, **__: Any) -> HttpResponse:
        return HttpResponse(leaky, status=403, headers={"X-Of": user.name})

    monkeypatch.setattr("django.core.handlers.base.BaseHandler._get_response", leak)
    Client().get("/", {"of": user.name})
    monkeypatch.setattr(pushes, "subject_of", lambda _row: user.name)
    pushes._Call(row, timezone.now(), None)
    send_mail(user.name, user.name, "from@example.org", [user.email])
    notifications.queue(
        kind="reminder",
        address="a@b.example",
        language="en",
        dedupe_key="1",
        detail={"n": user.name},
    )
    audit.record("looked", by=None, clinic_id=None, about=user, note=user.name)
    logging.getLogger("fadewell").warning("of %s", user.name)


def test_a_script_that_puts_it_into_the_title(page: Page) -> None:
    page.goto("data:text/html,<title>of nobody</title>")
    page.evaluate(f"document.title = 'of {PLANTED}'")
    page.wait_for_timeout(200)
