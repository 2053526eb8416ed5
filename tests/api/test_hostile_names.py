"""What a file calls itself is nobody's business: kept, sent, said and logged nowhere (abuse 15)."""

import logging
from pathlib import Path
from uuid import uuid4

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from django.utils import timezone

from tests.api.caller import whole
from tests.services.stored_photos import store_in
from tracker.models import AuditEvent, Photo

pytestmark = pytest.mark.django_db
CANARY = "canary"
NAMES = (
    f"../../../../etc/{CANARY}",
    f"..\\..\\{CANARY}.jpg",
    f"/srv/fadewell/{CANARY}",
    f"{CANARY}.php",
    f"{CANARY}.jpg.exe",
    f".{CANARY}",
    f"{CANARY}\0.jpg",
    f"{CANARY}%00.jpg",
    f"{CANARY}\r\nX-Injected: yes.jpg",
    f"{CANARY}\nSet-Cookie: a=b",
    f"{CANARY}; filename=other.jpg",
    f"{CANARY}\u202egpj.exe",
    f"<img src=x onerror=alert('{CANARY}')>.jpg",
    f"' OR 1=1; -- {CANARY}",
    f"$(touch {CANARY}).jpg",
    f"=cmd|' /C {CANARY}'!A0",
    f"{CANARY * 2000}.jpg",
    f"CON.{CANARY}",
    f"{CANARY}.jpg" + " " * 300,
    f"\u540d\u524d{CANARY}.jpg",
)


@pytest.fixture
def place(ana, call, a_check_in, settings, tmp_path) -> Path:
    return store_in(settings, tmp_path)


def form(name: str, data: bytes) -> bytes:
    """As it goes over the line, whatever the name holds."""
    said = {"client_id": uuid4(), "view": "front_rest", "taken_at": timezone.now().isoformat()}
    begin = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    fields = [f'{begin}"{key}"\r\n\r\n{value}\r\n' for key, value in said.items()]
    file = f'{begin}"file"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
    return "".join([*fields, file]).encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_of_a_file_is_kept_and_said_nowhere(
    name, ana, call, her_toxin, a_jpeg, place, caplog
):
    caplog.set_level(logging.DEBUG)
    address = whole(f"/treatments/{her_toxin.pk}/photos/")

    answer = call(ana).client.generic("POST", address, form(name, a_jpeg), MULTIPART_CONTENT)

    assert answer.status_code in (201, 400), "taken, or no form at all"
    sent = [answer]
    if answer.status_code == 201:
        sent += [call(ana).get(each) for each in answer.json()["variants"].values()]
    for each in sent:
        assert CANARY not in f"{each.headers}{each.content!r}"
        assert not {"X-Injected", "Set-Cookie"} & each.headers.keys()
    assert CANARY not in caplog.text
    rows = [*Photo.objects.values(), *AuditEvent.objects.values()]
    assert CANARY not in f"{rows}"
    assert not [path for path in place.rglob("*") if CANARY in path.name]


def test_a_usual_name_is_taken_so_that_the_others_prove_something(
    ana, call, her_toxin, a_jpeg, place
):
    address = whole(f"/treatments/{her_toxin.pk}/photos/")
    body = form("IMG_0042.jpg", a_jpeg)

    assert call(ana).client.generic("POST", address, body, MULTIPART_CONTENT).status_code == 201
