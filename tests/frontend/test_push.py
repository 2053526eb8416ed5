"""Notifications on this phone: the switch in Settings, and what its browser tells."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.push_service import PhoneKeys
from tracker.models import PushSubscription, User
from tracker.records import push_key

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
ORIGIN = "https://fcm.googleapis.com"
SWITCH = "Notifications on this phone"


def tell(client: Client, **other: str) -> Any:
    device = PhoneKeys(ORIGIN).device
    said = {"endpoint": device.endpoint, "p256dh": device.p256dh, "auth": device.auth, **other}
    return client.post("/settings/push", said, headers={"Accept": "application/json"})


def test_she_turns_it_on_and_off_for_this_phone(hers: Client, ana: User, words_of: Words) -> None:
    page = hers.get("/settings").content.decode()
    assert "data-push hidden" in page
    assert hers.get("/settings/push").json() == {"key": push_key.public_key()}
    assert "We send an e-mail at this time" in page or "Reminders by e-mail are off" in page

    answer = tell(hers)

    assert (answer.status_code, answer.json()) == (200, {"key": push_key.public_key()})
    assert PushSubscription.objects.get().session_id == hers.session.session_key
    page = hers.get("/settings").content.decode()
    assert "A notification comes at this time" in page
    assert '<p data-push-when="on">' in page and '<p data-push-when="off" hidden>' in page
    assert "fcm.googleapis" not in page, "the address stands on no page"

    assert tell(hers, change="off").status_code == 200
    assert not PushSubscription.objects.exists()


def test_signing_out_ends_it(hers: Client) -> None:
    tell(hers)

    hers.post("/sign-out")

    assert not PushSubscription.objects.exists()


def test_a_sign_out_without_a_connection_ends_it_with_the_next_request(hers: Client) -> None:
    tell(hers)
    hers.cookies["signed-out"] = "1"

    hers.get("/help")

    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://evil.example/x"},
        {"endpoint": "https://10.0.0.1/x"},
        {"auth": ""},
        {"p256dh": "x"},
    ],
)
def test_what_is_no_subscription_is_refused(wrong: dict[str, str], hers: Client) -> None:
    answer = tell(hers, **wrong)

    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()
    assert not PushSubscription.objects.exists()


def test_nobody_else_can_turn_it_on_or_off(
    hers: Client, dr_cho: User, ben: User, client_of: Callable[[User], Client]
) -> None:
    tell(hers)

    assert tell(Client(), change="off").status_code == 401
    assert tell(client_of(dr_cho)).status_code == 403
    assert tell(client_of(ben), change="off").status_code == 200
    assert client_of(dr_cho).get("/settings/push").status_code == 403
    assert hers.put("/settings/push").status_code == 405

    assert PushSubscription.objects.count() == 1


def test_another_site_cannot_turn_it_on(ana: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana)

    assert tell(strict).status_code == 403
    assert not PushSubscription.objects.exists()


def test_without_a_key_there_is_no_switch(
    hers: Client, settings: Any, tmp_path: Path, words_of: Words
) -> None:
    tell(hers)
    for key in Path(settings.FADEWELL_KEYS).glob("audit-*.key"):
        (tmp_path / key.name).write_bytes(key.read_bytes())
    settings.FADEWELL_KEYS, settings.FADEWELL_MAKE_KEYS = tmp_path, False

    assert SWITCH not in words_of(hers.get("/settings"))
    assert tell(hers).status_code == 404


def test_the_worker_opens_three_pages_and_no_other_address(client: Client) -> None:
    worker = client.get("/sw.js").content.decode()

    pages = '{ today: "/", check_in: "/check-in", messages: "/messages" }'
    assert f"const OPENS = {pages};" in worker
    assert "openPage(OPENS[event.notification.tag] ?? OPENS.today" in worker
