"""What she took since the last check-in, under each version that may be in force."""

import pytest
from django.http import QueryDict

from frontend.check_in.behaviours import groups, told
from frontend.vocabulary import Vocabulary
from tracker.triage.load import PROTOCOLS, load_protocol


@pytest.mark.parametrize(("version", "facts"), [("2026-06", 0), ("2026-07", 1)])
@pytest.mark.parametrize("label", ["A prescribed medicine", "Something else"])
def test_a_tick_with_a_question_behind_it_is_there_once_and_since_2026_07_a_fact(
    version: str, facts: int, label: str
) -> None:
    words = Vocabulary(load_protocol(PROTOCOLS / version), "en")
    took, _slips = groups(words, QueryDict())

    (line,) = (each for each in took.choices if each.label == label)
    (behind,) = line.asks
    assert line.note
    post = QueryDict(mutable=True)
    post.setlist("behaviour", [line.value])
    assert len(told(post, words)) == facts
    post.setlist("behaviour", [line.value, behind.value])
    assert told(post, words)[-1] == behind.value
