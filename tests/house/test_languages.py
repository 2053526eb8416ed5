"""A22 and both languages: whatever a patient reads has Spanish, and says it in short sentences."""

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from tests.house.source import HOUSE, inside, name_of, tree_of
from tracker.triage.lint import missing_languages, sentences
from tracker.triage.protocol import Protocol

HOME = settings.ROOT / "tracker" / "locale" / "es" / "LC_MESSAGES"
ASKS = (
    "_",
    "now",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
)
STAFF_READ = re.compile(  # the clinic's own rooms speak English
    r"^frontend/(clinic|enrolment)/|^frontend/pages/(clinic|enrol|worklist)"
    r"|^frontend/templates/frontend/(clinic|enrol)|^tracker/(management|demo)/"
)
LITERAL = r"\s*u?('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\({LITERAL}(?:,{LITERAL})?")
PUT_IN = re.compile(r"%\(\w+\)[sd]|%%\d?|%[sd]|%\d|\{\w+\}|</?\w+>")
LONGEST = 20  # words of a sentence (UX.md section 6)
BANNED = re.compile(
    r"\bnormal(es|mente)?\b|\b(es|está|son) segur[oa]s?\b|\bno te preocupes\b|\bIA\b|[¡!]"
    r"|\bdeber[íi]as?\b|\btienes (una )?(infección|necrosis|botulismo)\b",
    re.I,
)
OTHER_SPANISH = re.compile(  # usted, vosotros, or a patient who has to be a woman
    r"\b(usted(es)?|escriba|elija|indique|abra|vosotr[oa]s|os)\b|\w(adlo|[aeé]is)\b"
    r"|\b(segura|la paciente|otras pacientes)\b",
    re.I,
)


def asked_in_python(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKS:
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            yield from (w for w in words[node.func.id.startswith("p") :][:1] if isinstance(w, str))


def asked_in_template(path: Path) -> Iterator[str]:
    for way, first, second in IN_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"))):
        yield ast.literal_eval(second if way.startswith("p") else first)


def asked() -> Iterator[tuple[str, str]]:
    """Every message a patient's page, mail or answer asks a translation of: place and English."""
    ways = {".py": asked_in_python, ".html": asked_in_template, ".txt": asked_in_template}
    for suffix, way in ways.items():
        for path in inside(*HOUSE, suffix=suffix):
            if not STAFF_READ.match(name_of(path)):
                yield from ((name_of(path), words) for words in way(path) if words.strip())


@pytest.fixture(scope="module")
def spanish() -> dict[str, str]:
    """English -> Spanish, as the running site reads it; of a plural both forms in one text."""
    with (HOME / "django.mo").open("rb") as file:
        known = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    told: dict[str, str] = {}
    for key, words in known.items():
        english = (key[0] if isinstance(key, tuple) else key).split("\x04")[-1]
        told[english] = told.get(english, "") + words
    return told


def test_every_string_a_patient_reads_has_spanish(spanish: dict[str, str]) -> None:
    said = list(asked())

    assert len(said) > 800
    missing = [f"{place}: {words}" for place, words in said if not spanish.get(words)]
    assert not missing, "\n".join(missing)  # add them to django.po, then msgfmt


def test_what_is_put_into_a_sentence_is_put_into_its_spanish(spanish: dict[str, str]) -> None:
    odd = {
        english: words
        for english, words in spanish.items()
        if english and set(PUT_IN.findall(english)) != set(PUT_IN.findall(words))
    }
    assert odd == {}


def test_the_compiled_catalogue_is_the_written_one(spanish: dict[str, str]) -> None:
    text = (HOME / "django.po").read_text(encoding="utf-8")
    pairs = re.findall(r'^msgid (".+")\nmsgstr (".*")$', text, re.M)

    written = {ast.literal_eval(english): ast.literal_eval(words) for english, words in pairs}

    assert len(written) > 800
    assert {each: spanish.get(each) for each in written} == written


def test_the_protocol_in_force_has_every_text_in_every_language_that_is_offered(
    the_protocol: Protocol,
) -> None:
    assert set(dict(settings.LANGUAGES)) == set(the_protocol.languages)
    assert list(missing_languages(the_protocol)) == []


def test_a22_no_sentence_of_either_language_is_long_and_no_spanish_word_is_banned(
    spanish: dict[str, str],
) -> None:
    said = [*(words for _, words in asked()), *(words for key, words in spanish.items() if key)]
    long = [each for text in said for each in sentences(text) if len(each.split()) > LONGEST]
    assert long == []
    assert [words for key, words in spanish.items() if key and BANNED.search(words)] == []


def test_spanish_says_tu_everywhere_and_takes_nobody_for_a_woman(spanish: dict[str, str]) -> None:
    other = {key: words for key, words in spanish.items() if key and OTHER_SPANISH.search(words)}
    assert other == {}
