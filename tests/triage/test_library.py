"""The case library that stands beside the versions."""

import hashlib
from pathlib import Path

import pytest

from tests.triage.world import PROTOCOL
from tracker.triage import library
from tracker.triage.library import Library, read_library
from tracker.triage.protocol import ProtocolError

LINES = read_library().lines


def put(home: Path, name: str, text: str) -> None:
    (home / "cases").mkdir(exist_ok=True)
    (home / "cases" / name).write_text(text, "utf-8")


def test_its_lines_are_those_of_every_case_file_in_the_order_of_names(tmp_path: Path) -> None:
    put(tmp_path, "b.jsonl", "three\n")
    put(tmp_path, "a.jsonl", "one, é\ntwo\n")
    put(tmp_path, "a.txt", "four\n")

    assert read_library(tmp_path).lines == ("one, é", "two", "three")


def test_a_folder_without_cases_is_held_against_those_of_the_product(tmp_path: Path) -> None:
    put(tmp_path, "none.jsonl", "")

    assert read_library(tmp_path).lines == LINES


def test_no_case_anywhere_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "PROTOCOLS", tmp_path / "product")

    with pytest.raises(ProtocolError, match=f"{tmp_path}: no case library"):
        read_library(tmp_path)


def test_its_digest_knows_every_line_and_their_order() -> None:
    digest = Library(("one", "two")).digest

    assert digest.startswith("sha256:") and len(digest) == len("sha256:") + 64
    assert digest == f"sha256:{hashlib.sha256(b'one' + bytes([10]) + b'two').hexdigest()}"
    assert digest not in {
        Library(lines).digest for lines in (("two", "one"), ("one",), ("onetwo",))
    }


def test_a_code_that_a_version_lacks_is_told_where_somebody_listens() -> None:
    line = next(each for each in LINES if '"recent_vaccination"' in each)
    told: list[str] = []
    strange = Library((line.replace('"recent_vaccination"', '"a_jab"'),))

    assert len(list(strange.cases(PROTOCOL))) == len(list(strange.cases(PROTOCOL, told.append)))
    assert told == ["line 1: field 'conditions': unknown code 'a_jab'"]
