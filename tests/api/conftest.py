"""Callers of the API, and the bodies they send."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.api.caller import Caller
from tracker.models import Treatment, User

Body = dict[str, Any]
REPORT = (
    "client_id",
    "treatment",
    "reported_at",
    "symptoms",
    "danger_signs",
    "behaviours",
    "wants_contact",
    "note",
    "no_photo_because",
)


@pytest.fixture
def call() -> Callable[[User | None], Caller]:
    return Caller


@pytest.fixture
def a_check_in(her_toxin: Treatment) -> Callable[..., Body]:
    """A body of POST /check-ins/ of Ana's; `symptom="numbness", severity=4` is its one symptom."""

    def build(**said: Any) -> Body:
        own = {name: said.pop(name) for name in REPORT if name in said}
        body: Body = {
            "client_id": str(uuid4()),
            "treatment": str(her_toxin.pk),
            "reported_at": timezone.now().isoformat(),
            "symptoms": [said] if said else [],
        }
        return body | own

    return build


@pytest.fixture
def numb_cheek() -> Body:
    """What opens an urgent case three days after toxin in forehead and frown lines."""
    return {
        "symptom": "numbness",
        "region": "cheek",
        "side": "left",
        "severity": 4,
        "course": "new",
        "answers": {"touch_felt": False, "movement_normal": True},
    }


@pytest.fixture
def full_record(
    ana: User,
    dr_cho: User,
    call: Callable[[User | None], Caller],
    a_check_in: Callable[..., Body],
    a_jpeg: bytes,
    her_toxin: Treatment,
    cleos_filler: Treatment,
) -> Body:
    """A check-in with a photo, and an answer; beside it another patient who must not appear."""
    sent = a_check_in(
        symptom="bruise", region="forehead", severity=2, note="<script>alert(1)</script>"
    )
    call(ana).post("/check-ins/", sent)
    form = {
        "client_id": sent["client_id"],
        "view": "front_rest",
        "taken_again": "1",
        "taken_at": timezone.now().isoformat(),
        "file": SimpleUploadedFile("a.jpg", a_jpeg),
    }
    call(ana).upload(f"/check-ins/{sent['client_id']}/photos/", **form)
    text = {"treatment": str(her_toxin.pk), "client_id": sent["client_id"], "text": "All well."}
    call(dr_cho).post("/messages/", text)
    return sent
