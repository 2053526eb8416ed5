"""A push service on this machine, and phones of the cast on which notifications are on."""

import pytest
from django.test import Client

from tests.push_service import running
from tracker.services.push_subscriptions import subscribe


@pytest.fixture
def service():
    with running() as one:
        yield one


@pytest.fixture
def turn_on(service):
    """turn_on(user): a phone of hers that is signed in and wants notifications."""

    def on(user):
        browser, keys = Client(), service.a_phone()
        browser.force_login(user)
        subscribe(by=user, session_key=browser.session.session_key, device=keys.device)
        keys.browser = browser
        return keys

    return on
