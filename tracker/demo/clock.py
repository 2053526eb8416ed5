"""Playing a story at the hours it tells of."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from unittest import mock

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, `django.utils.timezone.now()` answers `moment`, also as a field's default.

    Rows of the story are append-only and cannot be dated back afterwards, and the services take
    no clock from outside, so that nobody else can date a report. The seam is the `datetime` that
    Django's own `now` reads; it is swapped in the demo's one-purpose process alone.
    """

    class StoryTime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    with mock.patch.object(timezone, "datetime", StoryTime):
        yield
