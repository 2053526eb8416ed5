"""The protocol in force is read from its folder once a process, however often it judges."""

import time

import pytest

from tracker.errors import Unavailable
from tracker.models import ProtocolRelease
from tracker.records import protocol
from tracker.triage import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every protocol that is built from files, from a process that has built none."""
    built: list[object] = []
    build = load.protocol_of

    def counted(*asked: object) -> object:
        built.append(asked[0])
        return build(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(load, "protocol_of", counted)
    monkeypatch.setattr(protocol, "_loaded", {})
    return built


def test_it_is_loaded_once_a_process(released: ProtocolRelease, reads: list[object]) -> None:
    first = protocol.in_force()
    protocol.forget()  # look again which release is the newest

    assert protocol.in_force() is first
    assert protocol.of_version(released.version, released.digest) is first
    assert reads == [released.version]


def test_the_second_look_within_seconds_asks_not_even_the_database(
    released: ProtocolRelease, reads: list[object], django_assert_num_queries: object
) -> None:
    first = protocol.in_force()

    with django_assert_num_queries(0):  # type: ignore[operator]
        assert protocol.in_force() is first


def test_a_folder_that_changed_since_its_release_is_never_loaded(
    released: ProtocolRelease, reads: list[object]
) -> None:
    assert protocol.of_version(released.version, "sha256:another") is None
    assert protocol.of_version("1999-01", "sha256:another") is None
    assert reads == []


def test_one_that_is_in_force_no_more_judges_on_for_half_a_minute_at_most(
    released: ProtocolRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process took its place, and told this one nothing."""
    first, now = protocol.in_force(), time.monotonic()
    ProtocolRelease.objects.all().delete()
    assert protocol.in_force() is first

    monkeypatch.setattr(time, "monotonic", lambda: now + 31)
    with pytest.raises(Unavailable):
        protocol.in_force()
