"""Documents keep their word: a named test exists, a linked page is there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import HOUSE, ROOT, files, inside, name_of, tree_of

PAGES = [path for path in files() if path.suffix == ".md"]
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NAMED = re.compile(r"`((?:tests|benchmarks|tracker|api|frontend|deploy|docs)/[^`\s<]*)`")
COMMAND = re.compile(r"python -m (benchmarks\.\w+)")
LINK = re.compile(r"(?:\]\(|src=\")(?!https?:|mailto:|#)([^)#\"\s]+)")
HAZARD = re.compile(r"^## (H\d+) (.+) \([ABC]\)$", re.M)
REFERRED = re.compile(r"hazard \"([^\"]+)\"")


def run_of(path: Path) -> set[str]:
    """What pytest would run of it: a helper, or a function inside of one, is no test."""
    if not path.is_file() or not path.name.startswith("test_"):
        return set()
    found = {each.name for each in tree_of(path).body if isinstance(each, ast.FunctionDef)}
    return {name for name in found if name.startswith("test_")}


def named() -> Iterator[tuple[Path, str]]:
    """Each place of this project that a document names, as it is written there."""
    for page in PAGES:
        yield from ((page, each) for each in NAMED.findall(page.read_text(encoding="utf-8")))


def test_every_test_that_a_document_names_exists() -> None:
    """All of it: with an id of its parameters, or a class, it would be looked for by nobody."""
    missing = [
        f"{name_of(page)}: {each}"
        for page, each in named()
        if "::" in each
        for place, _, name in [each.partition("::")]
        if name not in run_of(ROOT / place)
    ]

    assert missing == []


def test_every_place_and_command_that_a_document_names_exists() -> None:
    places = [(page, each.rstrip("/")) for page, each in named() if "::" not in each]
    commands = [
        (page, each.replace(".", "/"))
        for page in PAGES
        for each in COMMAND.findall(page.read_text(encoding="utf-8"))
    ]
    ends = ("{}.py", "{}/__main__.py")

    missing = [f"{name_of(page)}: {each}" for page, each in places if not any(ROOT.glob(each))]
    missing += [
        f"{name_of(page)}: {each}"
        for page, each in commands
        if not any((ROOT / end.format(each)).is_file() for end in ends)
    ]
    assert missing == []
    assert len(places) > 50 and len(commands) > 20


def test_every_hazard_names_a_test() -> None:
    text = (ROOT / "docs/clinical-safety.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", text, flags=re.M)[1:]
    hazards = [section for section in sections if re.match(r"H\d+ ", section)]

    numbers = [number for number, _name in HAZARD.findall(text)]
    assert numbers == [f"H{number}" for number in range(1, len(hazards) + 1)]
    assert len(hazards) >= 40
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
