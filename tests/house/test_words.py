"""Words a patient must never read: no all-clear, no diagnosis, no blame, no exclamation."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import HOUSE, inside, name_of, tree_of

BANNED = re.compile(
    r"\bnormal(ly)?\b|\bsafe(ly)?\b|\bdon[’']t worry\b|\bdo not worry\b|\bAI\b"
    r"|\byou have (?:a |an )?(?:infection|allergy|occlusion|ptosis|botulism|necrosis)\b"
    r"|\byou(?: are|[’']re) fine\b|\byou should have\b|\byou failed\b|\w!(?!=)",
    re.I,
)
TRANSLATED = re.compile(r"{%\s*translate\s+(?:\"([^\"]*)\"|'([^']*)')")
BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.S)
MARKUP = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|<[^>]*>", re.S)
TRANSLATES = {f"{before}gettext{after}" for before in ("", "n", "p") for after in ("", "_lazy")} | {
    "_"
}
ALLOWED: dict[str, str] = {}  # place: reason
SHE_OR_HE = re.compile(r"\b(she|hers?|herself|he|his|him|himself)\b", re.I)
KNOWN_PEOPLE = ("frontend/accounts/wording.py",)  # the demonstration's own cast


def of_templates() -> Iterator[tuple[Path, str]]:
    for path in inside(*HOUSE, suffix=".html"):
        text = path.read_text(encoding="utf-8")
        yield from ((path, one or two) for one, two in TRANSLATED.findall(text))
        yield from ((path, MARKUP.sub(" ", block)) for block in BLOCK.findall(text))
        yield from ((path, line) for line in MARKUP.sub("\n", text).splitlines() if line.strip())


def of_wordings() -> Iterator[tuple[Path, str]]:
    """Every string in a wording module, its docstring apart."""
    for path in inside(*HOUSE, suffix=".py"):
        if path.stem.startswith("wording"):
            for node in ast.walk(tree_of(path)):
                if isinstance(node, ast.Call):
                    yield from ((path, text) for text in strings_in(node.args))


def of_code() -> Iterator[tuple[Path, str]]:
    """Every string outside the wording modules that asks for a translation: pages, forms, mails."""
    for path in inside(*HOUSE, suffix=".py"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATES:
                yield from ((path, text) for text in strings_in(node.args))


def strings_in(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def of_protocols() -> Iterator[tuple[Path, str]]:
    """The texts that a protocol shows: what stands under `text`, in English."""
    for path in inside("tracker", suffix=".toml"):
        for table in tables_called(tomllib.loads(path.read_text(encoding="utf-8")), "text"):
            yield from ((path, words) for words in leaves(table.get("en", {})))


def tables_called(node: object, name: str) -> Iterator[dict[str, object]]:
    if isinstance(node, list):
        for entry in node:
            yield from tables_called(entry, name)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == name and isinstance(value, dict):
                yield value
            else:
                yield from tables_called(value, name)


def leaves(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for entry in node.values() if isinstance(node, dict) else node:
            yield from leaves(entry)


def banned(texts: Iterator[tuple[Path, str]]) -> list[str]:
    return [
        f"{name_of(path)}: {match[0]!r} in {text.strip()[:100]!r}"
        for path, text in texts
        for match in BANNED.finditer(text)
        if name_of(path) not in ALLOWED
    ]


def test_no_template_says_a_banned_word() -> None:
    assert banned(of_templates()) == []


def test_no_wording_says_a_banned_word() -> None:
    assert banned(of_wordings()) == []


def test_no_page_or_form_says_a_banned_word() -> None:
    assert banned(of_code()) == []


def test_no_protocol_says_a_banned_word() -> None:
    assert banned(of_protocols()) == []


def test_no_page_takes_a_patient_or_a_colleague_for_a_woman_or_a_man() -> None:
    texts = (pair for of in (of_templates, of_wordings, of_code) for pair in of())
    said = {f"{name_of(path)}: {text.strip()}" for path, text in texts if SHE_OR_HE.search(text)}
    assert sorted(each for each in said if not each.startswith(KNOWN_PEOPLE)) == []


def test_the_walls_see_words_in_each_place() -> None:
    places = (of_templates(), of_wordings(), of_protocols())
    assert all(next(texts, None) for texts in places)
    folders = {path.parent.name for path, _text in of_code()}
    assert {"pages", "check_in", "accounts", "photos", "clinic"} <= folders
