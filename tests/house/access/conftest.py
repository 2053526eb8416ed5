"""One seeded world for all of these tests, and each person in it."""

import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from tests.house.access.actors import Actor
from tests.house.access.world import ACTORS, World
from tracker.records import protocol

counts: Counter[str] = Counter()
ALWAYS = ("anonymous", "mia")  # the others only with --all: minutes
PEOPLE = [pytest.param(name, marks=() if name in ALWAYS else pytest.mark.full) for name in ACTORS]


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any, the_protocol: Any) -> Iterator[World]:
    """Seeded once; every request is rolled back behind it."""
    with django_db_blocker.unblock(), transaction.atomic():
        protocol.forget()
        yield World(the_protocol.digest)
        transaction.set_rollback(True)


@pytest.fixture(scope="package", params=PEOPLE)
def actor(request: pytest.FixtureRequest, world: World) -> Actor:
    return Actor(str(request.param), world, counts)


@pytest.fixture(autouse=True)
def _no_limits_and_no_log(settings: Any) -> Iterator[None]:
    settings.FADEWELL_LIMITS = False
    settings.ACCOUNT_RATE_LIMITS = False
    logging.disable(logging.WARNING)  # each of thousands of refusals would be a line
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def _one_moment() -> Iterator[None]:
    """Two answers are compared letter by letter, and a page says what time it is."""
    with time_machine.travel(timezone.now(), tick=False):
        yield
