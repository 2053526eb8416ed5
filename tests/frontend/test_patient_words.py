"""UX.md A22: a patient reads short sentences, each warning with an act and its time."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

FRONTEND = settings.ROOT / "frontend"
FOLDERS = ("patient", "errors", "components")
WORDS = [
    *FRONTEND.glob("wording*.py"),
    *(FRONTEND / "check_in").glob("*.py"),
    *(FRONTEND / "pages" / f"{name}.py" for name in ("today", "result_words", "messages")),
]
TRANSLATED = re.compile(r"{%\s*translate\s+(?:\"([^\"]*)\"|'([^']*)')")
BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.S)
NAMES = {"_", "gettext", "gettext_lazy"}


def sentences() -> Iterator[tuple[str, str]]:
    for path, text in [*in_templates(), *in_modules()]:
        plain = re.sub(r"{{.*?}}|%\(\w+\)s", "word", text)
        yield from ((path.name, part) for part in re.split(r"(?<=[.?:])\s+", plain))


def in_templates() -> Iterator[tuple[Path, str]]:
    for folder in FOLDERS:
        for path in (FRONTEND / "templates" / "frontend" / folder).rglob("*.html"):
            page = path.read_text(encoding="utf-8")
            yield from ((path, one or two) for one, two in TRANSLATED.findall(page))
            yield from ((path, text) for text in BLOCK.findall(page))


def in_modules() -> Iterator[tuple[Path, str]]:
    for path in WORDS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in NAMES:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield path, first.value


def test_a_sentence_has_at_most_twenty_words() -> None:
    found = list(sentences())

    assert len(found) > 150
    assert [each for each in found if len(each[1].split()) > 20] == []


def test_nothing_is_shouted_and_nobody_is_blamed() -> None:
    blame = re.compile(r"\byou (?:should|must|forgot|failed|missed)\b|!|\bwrong(?:ly)?\b", re.I)

    allowed = {"Something went wrong on our side"}
    assert [each for each in sentences() if blame.search(each[1]) and each[1] not in allowed] == []
