"""How often: a person who calls too often is asked to wait, and nobody else is."""

import pytest

from api import throttling
from tracker.services.rates import RATES, Counts, Rate


@pytest.fixture
def five_calls(monkeypatch):
    monkeypatch.setattr(throttling, "READS", 5)
    monkeypatch.setattr(throttling, "WRITES", 5)


def test_the_sixth_call_of_a_minute_is_asked_to_wait(ana, ben, call, five_calls, time_stands):
    caller = call(ana)
    answers = [caller.get("/me/").status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]
    last = caller.get("/me/")
    assert last.json()["type"] == "about:blank#too-many-requests"
    assert 0 < int(last["Retry-After"]) <= 61
    assert call(ben).get("/me/").status_code == 200


def test_reading_much_does_not_keep_from_writing(ana, call, five_calls, a_check_in, time_stands):
    caller = call(ana)
    for _ in range(6):
        caller.get("/me/")

    assert caller.post("/check-ins/", a_check_in()).status_code == 201


def test_the_next_minute_is_a_new_one(ana, call, five_calls, time_stands):
    caller = call(ana)
    for _ in range(6):
        caller.get("/me/")
    time_stands.shift(61)

    assert caller.get("/me/").status_code == 200


def test_many_behind_one_address_are_counted_together(
    ana, ben, cleo, call, five_calls, monkeypatch, time_stands, settings
):
    """The address is the one that our own proxy saw, whatever the caller says of herself."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    monkeypatch.setattr(throttling, "CROWD", 2)

    def asks(user, number, address):
        line = {"headers": {"X-Forwarded-For": f"198.51.100.{number}, {address}"}}
        return call(user).get("/me/", **line).status_code

    crowd = [asks(user, n, "203.0.113.7") for user in (ana, ben, cleo) for n in range(4)]

    assert crowd == [200] * 10 + [429] * 2
    assert asks(cleo, 1, "203.0.113.8") == 200


def test_many_addresses_of_one_network_of_ipv6_are_counted_together(
    ana, ben, cleo, call, five_calls, monkeypatch, time_stands, settings
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    monkeypatch.setattr(throttling, "CROWD", 2)

    def asks(user, number, network="2001:db8:1:2"):
        line = {"headers": {"X-Forwarded-For": f"{network}:{number:x}::1"}}
        return call(user).get("/me/", **line).status_code

    crowd = [asks(user, n) for user in (ana, ben, cleo) for n in range(1, 5)]

    assert crowd == [200] * 10 + [429] * 2
    assert asks(cleo, 1, "2001:db8:1:3") == 200


def test_exports_of_one_address_are_counted_together(ana, ben, call, monkeypatch, time_stands):
    monkeypatch.setitem(RATES, "export", Rate(30, 1))

    assert call(ana).client.get("/api/v1/export/").status_code == 200
    assert call(ben).get("/export/").status_code == 429


def test_two_processes_count_together(ana, monkeypatch, time_stands):
    """Each tells the others every 25 calls: both together pass the limit, neither alone does."""
    first, second = Counts(), Counts()
    call = ("api-read", str(ana.pk), throttling.SECONDS, throttling.STEP)
    for _ in range(50):
        first.add(*call)
    for _ in range(24):
        assert second.add(*call) < 50

    assert second.add(*call) == 75


def test_the_limits_can_be_lifted_for_measurements(ana, call, five_calls, settings):
    settings.FADEWELL_LIMITS = False
    caller = call(ana)

    assert {caller.get("/me/").status_code for _ in range(10)} == {200}


def test_a_call_within_the_step_costs_the_shared_cache_nothing(
    ana, django_assert_num_queries, time_stands
):
    counts = Counts()
    with django_assert_num_queries(0):
        for _ in range(throttling.STEP - 1):
            counts.add("api-write", str(ana.pk), throttling.SECONDS, throttling.STEP)
