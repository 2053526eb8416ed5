"""A captured decoder in the place of the real one, for one test."""

import pytest

from tests.imaging.captured import decoder_that
from tracker.imaging import intake


@pytest.fixture
def captured(monkeypatch):
    started = []

    def start(act: str) -> None:
        started.append(decoder_that(act))
        monkeypatch.setattr(intake, "_process", started[-1])

    yield start
    for process in started:
        process.stop()
