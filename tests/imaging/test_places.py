"""Decoders take turns over all web processes: one a core, and a killed one gives its place back."""

import os
import signal

import pytest

from tracker.imaging.limits import Busy
from tracker.imaging.places import a_place


@pytest.fixture(autouse=True)
def names_of_our_own(monkeypatch):
    """Other tests decode at this moment."""
    own = os.getuid() + 100_000 + os.getpid()
    monkeypatch.setattr(os, "getuid", lambda: own)


def test_as_many_as_there_are_places_come_in_and_no_more():
    with a_place(0, 2), a_place(0, 2), pytest.raises(Busy), a_place(0, 2):
        pass


def test_a_place_is_free_again_afterwards():
    for _ in range(5):
        with a_place(0, 1):
            pass


def test_a_place_is_given_back_by_an_exception():
    with pytest.raises(ValueError, match="inside"), a_place(0, 1):
        raise ValueError("inside")

    with a_place(0, 1):
        pass


def test_another_process_has_the_place_until_it_is_killed():
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        with a_place(0, 1):
            os.write(tell, b"in")
            signal.pause()
    os.read(told, 2)
    with pytest.raises(Busy), a_place(0, 1):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

    with a_place(0, 1):
        pass
