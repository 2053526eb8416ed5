"""A version on disk: its sources, its digest, which one is newest."""

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.protocols.draft import VERSION
from tests.protocols.test_loader import RULE
from tracker.triage.load import PROTOCOLS, load_protocol, newest_version, protocol_digest
from tracker.triage.protocol import ProtocolError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A version on disk, with the sources beside it."""
    shutil.copytree(PROTOCOLS / VERSION, tmp_path / VERSION)
    shutil.copy(PROTOCOLS / "sources.toml", tmp_path)
    return tmp_path / VERSION


@pytest.mark.parametrize("day", ['"22 November 2026"', "2026-11-22", '""', "2026", '"2026-02-30"'])
def test_a_source_of_no_day_is_refused(folder: Path, day: str) -> None:
    """A patient reads the day of a source beside a remedy."""
    ours = (PROTOCOLS / "sources.toml").read_text()
    (folder / "sources.toml").write_text(f'{ours}\n[N1]\ntitle = "New"\ndate = {day}\n')

    with pytest.raises(ProtocolError, match="N1: the date .* is not like 2026-11-22"):
        load_protocol(folder)


def test_the_title_of_a_source_may_stand_there_in_each_language(folder: Path) -> None:
    found = load_protocol(folder).sources["F32"]

    assert found.label("en") == "Colours and days of a bruise"
    assert found.label("es") == "Colores y días de un moretón"


def test_a_draft_may_bring_its_own_sources(folder: Path) -> None:
    ours = (PROTOCOLS / "sources.toml").read_text() + '\n[N1]\ntitle = "New"\n'
    (folder / "sources.toml").write_text(ours)
    (folder.parent / "sources.toml").unlink()
    (folder / "rules" / "new.toml").write_text(RULE.replace("F1", "N1"))

    assert load_protocol(folder).rules["new"].source == "N1"


def test_a_version_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProtocolError, match="no protocol version '1999-01'"):
        load_protocol(tmp_path / "1999-01")


def test_without_sources_nothing_loads(folder: Path) -> None:
    (folder.parent / "sources.toml").unlink()

    with pytest.raises(ProtocolError, match="sources.toml: missing"):
        load_protocol(folder)


def test_the_digest_covers_names_and_bytes_of_every_file(folder: Path) -> None:
    expected = hashlib.sha256()
    names = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.toml")}
    for name in sorted(names):
        expected.update(name.encode() + b"\0" + names[name].read_bytes() + b"\0")
    before = protocol_digest(folder)

    assert before == f"sha256:{expected.hexdigest()}" == load_protocol(folder).digest
    (folder / "words.toml").write_text((folder / "words.toml").read_text() + "\n")
    assert protocol_digest(folder) != before


def test_the_newest_version_is_the_last_by_name(tmp_path: Path) -> None:
    for version in ("2026-09", "2026-10", "2025-12"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "protocol.toml").write_text("")
    (tmp_path / "cases").mkdir()

    assert newest_version(tmp_path) == "2026-10"
    with pytest.raises(ProtocolError, match="no protocol version"):
        newest_version(tmp_path / "cases")


def test_a_loaded_protocol_cannot_be_changed() -> None:
    protocol = load_protocol(PROTOCOLS / VERSION)

    with pytest.raises(TypeError):
        protocol.symptoms["bruise"] = protocol.symptoms["lump"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        protocol.rules["bruise"].urgency = "none"  # type: ignore[misc]
