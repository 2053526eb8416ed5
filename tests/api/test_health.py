"""/healthz and /readyz: alive, and able to work."""

import pytest
from django.test import Client

from api.endpoints import health


@pytest.fixture(autouse=True)
def _ask_anew():
    health.forget()
    yield
    health.forget()


def test_alive_asks_nothing_of_anybody(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = Client().get("/healthz")

    assert answer.status_code == 200


def test_ready_when_all_of_it_is_usable(released):
    answer = Client().get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "database": True,
        "storage": True,
        "protocol": True,
        "picture_decoder": True,
    }


def test_not_ready_without_a_protocol(db):
    answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["protocol"] is False


@pytest.mark.parametrize("part", ["database", "storage", "picture_decoder"])
def test_not_ready_where_one_part_fails(released, monkeypatch, part):
    monkeypatch.setitem(health.CHECKS, part, lambda: False)

    assert Client().get("/readyz").status_code == 503


def test_a_crowd_does_not_make_the_disk_work(released, monkeypatch):
    asked = []
    monkeypatch.setitem(health.CHECKS, "storage", lambda: asked.append(1) or True)

    for _ in range(5):
        Client().get("/readyz")

    assert len(asked) == 1
