"""Documents keep their word: a named test exists, a linked page is there."""

import re
from pathlib import Path

from tests.house.source import HOUSE, ROOT, files, functions_of, inside, name_of, tree_of

PAGES = [path for path in files() if path.suffix == ".md"]
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
LINK = re.compile(r"(?:\]\(|src=\")(?!https?:|mailto:|#)([^)#\"\s]+)")
HAZARD = re.compile(r"^## (H\d+) (.+) \([ABC]\)$", re.M)
REFERRED = re.compile(r"hazard \"([^\"]+)\"")


def named_in(path: Path) -> set[str]:
    return {f.name for f in functions_of(tree_of(path))} if path.is_file() else set()


def test_every_test_that_a_document_names_exists() -> None:
    missing = [
        f"{name_of(page)}: {place}::{name}"
        for page in PAGES
        for place, name in NAMED_TEST.findall(page.read_text(encoding="utf-8"))
        if name not in named_in(ROOT / place)
    ]

    assert missing == []


def test_every_hazard_names_a_test() -> None:
    text = (ROOT / "docs/clinical-safety.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", text, flags=re.M)[1:]
    hazards = [section for section in sections if re.match(r"H\d+ ", section)]

    assert len(hazards) == len(HAZARD.findall(text)) >= 40
    assert [section.split("\n")[0] for section in hazards if not NAMED_TEST.search(section)] == []


def test_every_hazard_that_the_code_refers_to_is_in_the_log() -> None:
    text = (ROOT / "docs/clinical-safety.md").read_text(encoding="utf-8")
    known = {name.lower() for _number, name in HAZARD.findall(text)}
    sources = inside(*HOUSE, suffix=".py")

    referred = {name for path in sources for name in REFERRED.findall(path.read_text())}

    assert referred
    assert referred - known == set()


def test_every_link_to_a_page_or_picture_leads_somewhere() -> None:
    broken = [
        f"{name_of(page)}: {target}"
        for page in PAGES
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []
