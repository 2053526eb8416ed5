"""What she took since the last check-in, under each version that may be in force."""

import pytest
from django.http import QueryDict
from django.utils import translation

from frontend.check_in.behaviours import groups, told
from frontend.vocabulary import Vocabulary
from tracker.triage.load import PROTOCOLS, load_protocol


@pytest.mark.parametrize(("version", "facts"), [("2026-06", 0), ("2026-07", 1)])
@pytest.mark.parametrize("label", ["A prescribed medicine", "Something else"])
def test_a_tick_with_a_question_behind_it_is_there_once_and_since_2026_07_a_fact(
    version: str, facts: int, label: str
) -> None:
    words = Vocabulary(load_protocol(PROTOCOLS / version), "en")
    with translation.override("en"):
        took, _slips = groups(words, QueryDict())

    (line,) = (each for each in took.choices if each.label == label)
    (behind,) = line.asks
    assert line.note
    post = QueryDict(mutable=True)
    post.setlist("behaviour", [line.value])
    assert len(told(post, words)) == facts
    post.setlist("behaviour", [line.value, behind.value])
    assert told(post, words)[-1] == behind.value


@pytest.mark.parametrize(
    ("opener", "behind", "fact"),
    [
        ("prescribed_medicine", "stopped_prescribed_blood_thinner", "took_prescribed_medicine"),
        ("other", "used_someone_elses_eye_drops", "took_something_else"),
    ],
)
def test_a_form_that_a_phone_kept_from_the_version_before_loses_nothing(
    opener: str, behind: str, fact: str
) -> None:
    words = Vocabulary(load_protocol(PROTOCOLS / "2026-07"), "en")
    post = QueryDict(mutable=True)
    post.setlist("behaviour", [f"opener.{opener}", behind])

    assert told(post, words) == [fact, behind]
    took, _slips = groups(words, post)
    (line,) = (each for each in took.choices if each.value == fact)
    assert line.is_chosen and line.asks[0].is_chosen


def test_a_question_without_the_tick_that_opens_it_was_not_asked() -> None:
    words = Vocabulary(load_protocol(PROTOCOLS / "2026-07"), "en")
    post = QueryDict(mutable=True)
    post.setlist("behaviour", ["stopped_prescribed_blood_thinner", "opener.other"])

    assert told(post, words) == ["took_something_else"]
