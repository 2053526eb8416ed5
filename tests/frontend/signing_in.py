"""What tests of signing in do again and again."""

import re

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from tracker.services.notifications import deliver_due


def code_in_mail() -> str:
    """The code in the newest mail, once the outbox is emptied."""
    deliver_due()
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", str(mail.outbox[-1].body))
    assert found
    return found.group()


def ask_code(client: Client, email: str) -> HttpResponse:
    return client.post("/sign-in", {"email": email})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def said_of_security(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == "fadewell.security"]
