"""A protocol in memory that a test may spoil or add to."""

from collections.abc import Callable

import pytest

from tracker.triage.load import PROTOCOLS, files_of, newest_version, protocol_of
from tracker.triage.protocol import Protocol

VERSION = newest_version()
FILES = files_of(PROTOCOLS / VERSION)
SOURCES = (PROTOCOLS / "sources.toml").read_bytes()


class Draft:
    """The files of the newest version, free to change."""

    def __init__(self) -> None:
        self.files = dict(FILES)
        self.sources = SOURCES

    def write(self, name: str, text: str) -> None:
        self.files[name] = text.encode()

    def remove(self, *names: str) -> None:
        for name in names:
            del self.files[name]

    def change(self, name: str, old: str, new: str) -> None:
        text = self.files[name].decode()
        assert old in text, f"{old!r} does not stand in {name}"
        self.write(name, text.replace(old, new))

    def load(self) -> Protocol:
        return protocol_of(VERSION, self.files, {"sources.toml": self.sources})


@pytest.fixture
def draft() -> Draft:
    return Draft()


Spoil = Callable[[Draft], None]
