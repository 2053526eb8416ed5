"""Leaks on purpose into every sink, so that benchmarks/canaries.py can show that it looks there."""

import logging
from typing import Any

import pytest
from django.core.mail import send_mail
from django.http import HttpResponse
from django.test import Client

from benchmarks.canary_plugin import PLANTED
from tests.cast import person
from tracker.records import audit
from tracker.services import notifications

pytestmark = pytest.mark.django_db


def test_a_leak_into_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    user = person("ana")
    assert PLANTED in user.name
    leaky = f'<title>{user.name}</title><a href="/?of={user.name}">x</a>'

    def leak(*_: Any, **__: Any) -> HttpResponse:
        return HttpResponse(leaky, status=403)

    monkeypatch.setattr("django.core.handlers.base.BaseHandler._get_response", leak)
    Client().get("/", {"of": user.name})
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
