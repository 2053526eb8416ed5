"""Versions on disk that a test may spoil: a copy of the newest, the case library beside it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracker.triage import gate
from tracker.triage.load import PROTOCOLS, load_protocol, newest_version

NEXT = "2999-01"
SHORT_LIBRARY = "given.jsonl"  # the whole one is held against each version in tests/protocols
Change = tuple[str, str, str]
MakeDraft = Callable[..., str]
HARMLESS: Change = ("rules/bruise.toml", '"A bruise"', '"A bruise at the site"')
# What these do to people: a numb cheek away from every site is flagged no more, or only looked at.
BLIND: Change = ("rules/numb-away.toml", 'relation = "away"', 'relation = "away", side = "both"')
MILDER: Change = ("rules/numb-away.toml", 'urgency = "urgent"', 'urgency = "review"')


@pytest.fixture(scope="session")
def the_protocol() -> Any:
    """The newest version, as it judges."""
    return load_protocol(PROTOCOLS / newest_version())


@pytest.fixture
def protocols(settings: Any, tmp_path: Path) -> Path:
    """A folder of versions that holds the newest only, with sources and a short library."""
    home = tmp_path / "protocols"
    version = newest_version()
    shutil.copytree(PROTOCOLS / version, home / version)
    (home / "cases").mkdir()
    shutil.copy(PROTOCOLS / "cases" / SHORT_LIBRARY, home / "cases")
    shutil.copy(PROTOCOLS / "sources.toml", home)
    settings.FADEWELL_PROTOCOLS = home
    return home


@pytest.fixture
def whole_library(protocols: Path) -> None:
    """Every case of the product beside these versions: judging them takes a second."""
    shutil.copytree(PROTOCOLS / "cases", protocols / "cases", dirs_exist_ok=True)


@pytest.fixture
def a_draft(protocols: Path) -> MakeDraft:
    """a_draft(("rules/x.toml", "old", "new"), …): a further version, changed so; its name."""

    def make(*changes: Change, name: str = NEXT) -> str:
        folder = protocols / name
        shutil.copytree(protocols / newest_version(), folder)
        head = folder / "protocol.toml"
        head.write_text(head.read_text().replace(newest_version(), name))
        for change in changes:
            edit(folder, *change)
        return name

    return make


@pytest.fixture
def quick_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first step of the gate alone, words, rules and library: the promises take seconds."""
    whole = gate.steps
    monkeypatch.setattr(gate, "steps", lambda *versions, **more: whole(*versions, **more)[:1])


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text()
    assert old in text, f"{old!r} does not stand in {name}"
    path.write_text(text.replace(old, new))
