"""Rows that the database refuses to change or lose, changed by a test all the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from tests.cast import Editor

triggers = import_module("tracker.migrations.0002_append_only")
erasable = import_module("tracker.migrations.0012_erasable_events")


@contextmanager
def lifted() -> Iterator[None]:
    triggers.take_down(None, Editor())
    try:
        yield
    finally:
        triggers.put_up(None, Editor())
        erasable.put_up(None, Editor())
