"""UX.md A22: whatever a patient reads is in short sentences and blames nobody; each warning about a
report holds an act, its time and the reason, on its page, on Today and on the instant page.

The advice of a protocol is held to that line by line (tests/triage/test_check.py), banned words in
tests/house/test_words.py, Spanish in tests/house/test_languages.py.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.house.test_languages import asked
from tracker.models import Treatment, User
from tracker.services.check_ins import Report, submit_check_in
from tracker.triage.lint import ACTION, REASON, TIME

BLAME = re.compile(r"\byou (?:should|must|forgot|failed|missed)\b|!|\bwrong(?:ly)?\b", re.I)
NO_BLAME = {
    "Something went wrong on our side": "the fault is ours",
    "Is something wrong?": "asks about what the clinic wrote down",
    "Say which part was wrong.": "asks a clinician about a rule",
}
CARD = re.compile(r'<section class="care care--(\w+)"[^>]*>.*?</section>', re.S)
LOST = {"touch_felt": False, "movement_normal": True}
WARNED: dict[str, dict[str, Any]] = {
    "emergency": {"danger_signs": {"asked": True, "any": True, "signs": ["breathing"]}},
    "urgent": {"region": "cheek", "side": "left", "numbness": 4, "answers": LOST},
    "review": {"region": "brow", "side": "left", "brow_droop": 4},
}


def sentences() -> Iterator[tuple[str, str]]:
    for place, text in asked():
        plain = re.sub(r"%\(\w+\)s", "word", text)
        yield from ((place, part) for part in re.split(r"(?<=[.?:])\s+", plain))


def card_of(response: HttpResponse) -> tuple[str, str]:
    """Level and words of the first care card."""
    found = CARD.search(response.content.decode())
    assert found
    words = re.sub(r"<template.*?</template>|<[^>]+>", " ", found[0], flags=re.S)
    return found[1], re.sub(r"\s+", " ", unescape(words))


def test_a22_a_sentence_has_at_most_twenty_words() -> None:
    found = list(sentences())

    assert len(found) > 1000
    assert [each for each in found if len(each[1].split()) > 20] == []


def test_a22_nothing_is_shouted_and_nobody_is_blamed() -> None:
    said = [each for each in sentences() if BLAME.search(each[1])]

    assert {text for _place, text in said} == set(NO_BLAME)


@pytest.mark.django_db
@pytest.mark.parametrize("level", WARNED)
def test_a22_each_warning_about_a_report_has_an_act_its_time_and_the_reason(
    hers: Client,
    ana: User,
    her_toxin: Treatment,
    a_report: Callable[..., Report],
    words_of: Callable[[Any], str],
    level: str,
) -> None:
    sent = submit_check_in(by=ana, treatment=her_toxin, report=a_report(**WARNED[level]))

    on_today = card_of(hers.get("/"))
    result = hers.get(f"/check-ins/{sent.check_in.pk}")
    page = words_of(result)

    for shown, words in (on_today, card_of(result)):
        assert shown == level
        assert ACTION.search(words), words
        assert TIME.search(words), words
    assert REASON.search(on_today[1]), on_today
    assert "ou told us" in page
    assert all(ACTION.search(each) for each in result.context["result"]["advice"])
    assert REASON.search(" ".join(result.context["result"]["advice"]))
    if level != "emergency":
        assert "Call 112 if you notice" in page  # what would make it more urgent


@pytest.mark.django_db
def test_the_instant_page_says_what_to_do_when_and_why(hers: Client) -> None:
    level, words = card_of(hers.get("/check-in"))

    assert level == "emergency"
    assert ACTION.search(words)
    assert TIME.search(words)
    assert "You told us you have a danger sign, or are not sure." in words
