"""Callers of the API, and the bodies they send."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from api.throttling import COUNTS
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
)


@pytest.fixture
def call() -> Callable[[User | None], Caller]:
    return Caller


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    COUNTS.own.clear()
    COUNTS.shared.clear()


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
def time_stands() -> Iterator[Any]:
    """The clock stands in the middle of a minute; `shift(seconds)` moves it."""
    now = timezone.now().replace(second=20, microsecond=0)
    with time_machine.travel(now, tick=False) as clock:
        yield clock
