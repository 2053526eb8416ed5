"""Threat model, faults and ASVS table keep their word: every row leads to a test or a page.

That a named test and a linked page exist, tests/house/test_documents.py sees for every document.
"""

import re

import pytest

from tests.house.source import ROOT

TEST = re.compile(r"`tests/[\w/]+\.py::\w+`")
SHOWN = re.compile(r"`(?:tests|benchmarks)/[\w/]+\.py(?:::\w+)?`|\]\([^)]+\)")
CHAPTERS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16}


def rows(page: str, first: str) -> list[list[str]]:
    """The cells of each row that begins so."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if re.match(rf"\| {first} \|", line)]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_the_forty_abuses_are_all_there_each_with_its_test() -> None:
    found = rows("threat-model.md", r"\d+")

    assert [int(cells[0]) for cells in found] == list(range(1, 41))
    assert [cells[0] for cells in found if not TEST.search(cells[-1])] == []
    assert all(len(cells) == 4 for cells in found)


def test_the_twenty_five_faults_are_all_there_each_with_its_test_or_why_it_has_none() -> None:
    found = rows("faults.md", r"\d+")

    assert [int(cells[0]) for cells in found] == list(range(1, 26))
    assert all(len(cells) == 4 for cells in found)
    untested = {cells[0]: cells[2] for cells in found if not TEST.search(cells[-1])}
    assert untested.keys() == {"13", "14"}
    assert all(why.startswith("does not apply, because") for why in untested.values())


def test_every_requirement_of_the_standard_is_there_once_and_is_shown() -> None:
    found = rows("asvs.md", r"\d+\.\d+\.\d+")
    ids = [cells[0] for cells in found]

    assert len(ids) == len(set(ids)) > 200
    assert {int(each.split(".")[0]) for each in ids} == CHAPTERS
    assert all(len(cells) == 4 for cells in found)
    silent = [cells[0] for cells in found if cells[3] != "n/a" and not SHOWN.search(cells[3])]
    assert silent == []


@pytest.mark.parametrize("word", ["**open", "**part", "**clinic"])
def test_what_is_not_met_is_said(word: str) -> None:
    """A table without a gap would be a wish."""
    assert any(word in cells[2] for cells in rows("asvs.md", r"\d+\.\d+\.\d+"))
