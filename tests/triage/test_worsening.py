"""What counts as worse, and every way to answer a question: what the promises are tried with."""

from typing import Any

from tests.triage.world import PROTOCOL, facts, listed, said, treated
from tracker.triage.facts import Known
from tracker.triage.worsening import (
    EXPLAINING,
    list_of,
    onsets_of,
    ways,
    with_code,
    with_list,
    with_symptom,
    worse,
)


def changes(**more: Any) -> list[Any]:
    before = said("numbness", "cheek", "left", **{"severity": None, **more})
    return [
        (name, value)
        for after in worse(before)
        for name, value, then in zip(before._fields, after, before, strict=True)
        if value != then
    ]


def test_one_point_more_is_worse_up_to_ten_and_not_where_it_is_gone() -> None:
    assert changes(severity=1) == [("severity", 2)]
    assert changes(severity=9) == [("severity", 10)]
    assert changes(severity=10) == changes(severity=None) == changes(severity=0) == []
    assert changes(severity=4, course="gone") == []


def test_a_course_gets_worse_step_by_step() -> None:
    courses = {course: changes(course=course) for course in PROTOCOL.courses}

    assert courses["better"] == [("course", "same")]
    assert courses["same"] == courses["new"] == [("course", "worse")]
    assert courses["worse"] == courses["gone"] == []


def test_an_answer_gets_worse_only_where_it_was_the_harmless_one() -> None:
    kept = {"present_before_treatment": True}

    assert changes(answers={"touch_felt": True, **kept}) == [
        ("answers", {"touch_felt": False, **kept})
    ]
    assert changes(answers={"movement_normal": True}) == [("answers", {"movement_normal": False})]
    for name in ("varies_through_day", "cleared_and_returned"):
        assert changes(answers={name: False}) == [("answers", {name: True})]
    assert changes(answers={"touch_felt": False, "movement_normal": "not_sure", **kept}) == []


def test_each_question_about_a_symptom_has_its_blank_first_and_then_every_answer() -> None:
    told = said("numbness", "cheek", "left", answers={"touch_felt": True, "movement_normal": False})
    found = ways(PROTOCOL, told, (1.0, 2.0))

    assert set(found) == {
        *PROTOCOL.symptoms["numbness"].answers,
        *("course", "severity", "onset", "side", "region"),
    }
    other = {"movement_normal": False}
    assert [each.answers for each in found["touch_felt"]] == [
        other,
        {**other, "touch_felt": True},
        {**other, "touch_felt": False},
    ]
    assert [each.severity for each in found["severity"]] == [None, *range(1, 11)]
    assert [each.onset_hours for each in found["onset"]] == [None, 1.0, 2.0]
    assert [each.side for each in found["side"]] == [None, "left", "right", "both"]
    assert [each.region for each in found["region"]] == [None, *sorted(PROTOCOL.regions)]
    courses = sorted(set(PROTOCOL.courses) - {"gone"})
    assert [each.course for each in found["course"]] == [None, *courses]


def test_what_is_gone_has_neither_another_course_nor_a_strength() -> None:
    found = ways(PROTOCOL, said("numbness", course="gone"), ())

    assert not {"course", "severity"} & set(found)


def test_beginnings_are_counted_from_the_treatment_and_back_from_the_report() -> None:
    assert onsets_of((30.0, 40.0), 30.0) == (-10.0, 0.0, 30.0)
    assert onsets_of((0.0, 10.0, 30.0, 31.0), 30.0) == (-1.0, 0.0, 10.0, 20.0, 30.0)


def test_a_changed_symptom_keeps_its_place_among_the_others() -> None:
    one, two, three = (said(code) for code in ("bruise", "lump", "rash"))

    assert with_symptom(facts(one, two, three), 1, one).symptoms == (one, one, three)
    assert with_symptom(facts(one, two, three), 2, one).symptoms == (one, two, one)


def test_a_code_that_is_added_is_known_from_then_on() -> None:
    known = Known(frozenset({"a"}), frozenset({"b", "c"}), asked=False)

    assert with_code(known, "b") == Known(frozenset({"a", "b"}), frozenset({"c"}), asked=False)


def test_lists_are_hers_and_circumstances_those_of_the_treatment() -> None:
    told = facts(medicines=listed("warfarin"), circumstances=listed("nerve_block"))

    assert list_of(told, "medicines") == listed("warfarin")
    assert list_of(told, "circumstances") == listed("nerve_block")
    assert with_list(told, "medicines", listed("heparin")).medicines == listed("heparin")
    elsewhere = with_list(told, "circumstances", listed("topical_anaesthetic"))
    assert elsewhere.treatment == treated(
        "forehead both", circumstances=listed("topical_anaesthetic")
    )
    assert elsewhere.medicines == listed("warfarin")


def test_what_explains_a_numb_place_is_told_with_the_injection() -> None:
    assert EXPLAINING and set(PROTOCOL.circumstances) >= EXPLAINING
