"""How a bruise looks: its size against a coin and its colour are shown, never judged (P9)."""

from typing import Any

import pytest

from tests.triage.second_rules import urgency_of
from tests.triage.test_form import given
from tests.triage.world import FILLER, PROTOCOL, assessed, facts, said, urgency
from tracker.triage.explain import Voice, looks
from tracker.triage.form import entries, form

SIZE, COLOUR = PROTOCOL.answers["bruise_size"], PROTOCOL.answers["bruise_colour"]
LOOKS = [
    {"bruise_size": size, "bruise_colour": colour}
    for size in (*SIZE.readings(), "not_sure")
    for colour in (*COLOUR.readings(), "not_sure")
]


def ask(name: str, language: str = "en") -> dict[str, Any]:
    (bruise,) = (
        each for each in form(PROTOCOL, FILLER, language)["ticks"] if each["id"] == "bruise"
    )
    (found,) = (each for each in bruise["asks"] if each["id"] == name)
    return dict(found)


def test_size_and_colour_may_be_left_out_and_not_sure_takes_an_answer_back() -> None:
    for name in ("size", "colour"):
        assert not ask(name)["required"]
        assert ask(name)["choices"][-1] == {"id": "not_sure", "label": "I'm not sure"}


@pytest.mark.parametrize(("language", "unit"), [("en", "millimetres"), ("es", "milímetros")])
def test_each_size_says_its_millimetres_and_is_drawn_beside_the_coin(
    language: str, unit: str
) -> None:
    *sizes, _not_sure = ask("size", language)["choices"]

    assert all(unit in each["label"] for each in sizes)
    drawn = [each["across_mm"] for each in sizes]
    assert drawn == sorted(drawn) and drawn[0] > 0
    assert str(ask("size")["coin_mm"]) in ask("size", language)["hint"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Darker than my skin around it"), ("es", "Más oscuro que mi piel de alrededor")],
)
def test_a_colour_may_be_darker_than_her_own_skin(language: str, words: str) -> None:
    assert words in [each["label"] for each in ask("colour", language)["choices"]]


def test_what_she_chose_stands_with_the_bruise_and_what_she_left_out_does_not() -> None:
    (told,) = entries(PROTOCOL, "bruise", given(size="under_20_mm", colour="yellow_brown"))
    (bare,) = entries(PROTOCOL, "bruise", given())

    assert told["answers"] == {"bruise_size": "under_20_mm", "bruise_colour": "yellow_brown"}
    assert bare["answers"] == {}


def test_it_is_told_in_words_and_not_sure_is_no_look() -> None:
    told = {"bruise_colour": "darker_than_around", "bruise_size": "over_50_mm"}
    unsure = dict.fromkeys(told, "not_sure")

    assert looks(Voice(PROTOCOL, "en"), told) == [
        "over 50 mm across",
        "darker than the skin around it",
    ]
    assert looks(Voice(PROTOCOL, "es"), told)[0] == "más de 50 mm de ancho"
    assert looks(Voice(PROTOCOL, "en"), unsure | {"cleared_and_returned": True}) == []


def test_a_flag_about_the_bruise_says_how_it_looks() -> None:
    growing = said("bruise", "forehead", course="worse", answers=LOOKS[0])

    (flag,) = assessed(growing, hours=50).data["flags"]

    assert "under 10 mm across" in flag["because"][0]


@pytest.mark.parametrize("answers", LOOKS, ids=lambda each: "-".join(each.values()))
@pytest.mark.parametrize(("course", "expected"), [("same", "self_care"), ("worse", "review")])
def test_small_is_what_does_not_grow_whatever_its_size(
    answers: dict[str, str], course: str, expected: str
) -> None:
    """Section 8b: "small = not tense, not growing after day 1, whatever its score"."""
    bruise = said("bruise", "cheek", "left", course=course, onset_hours=1.0, answers=answers)
    here: dict[str, Any] = {"procedure": FILLER, "sites": ("cheek left",), "hours": 50}

    assert urgency(bruise, **here) == expected
    assert urgency_of(facts(bruise, **here)) == expected
