"""What a line of a case file becomes: every field in its place, a strange word with a warning."""

import json
from typing import Any

import pytest

from tests.triage.test_cases_command import case
from tests.triage.world import NOT_ASKED, PROTOCOL, listed
from tracker.triage.cases import Case, CaseFileError, read_cases
from tracker.triage.facts import DangerSigns, EarlierCheckIn, Known, Site, SymptomFacts
from tracker.triage.judge import judge
from tracker.triage.readings import scene_of


def read(**changes: Any) -> tuple[Case, list[str]]:
    warned: list[str] = []
    (found,) = read_cases([json.dumps(case(**changes))], PROTOCOL, warned.append)
    return found, warned


def test_a_treatment_has_its_product_its_sites_and_its_circumstances() -> None:
    here = {
        "procedure": "botulinum_toxin",
        "sites": [{"region": "cheek", "side": "left"}, {"region": "chin"}],
        "circumstances": ["nerve_block"],
        "product": "xeomin",
    }
    found, warned = read(treatment=here, hours_since_treatment=30)
    treatment = found.facts.treatment

    assert (treatment.procedure, treatment.hours_since, treatment.product) == (
        "botulinum_toxin", 30.0, "xeomin",
    )  # fmt: skip
    assert treatment.sites == (Site("cheek", "left"), Site("chin"))
    assert treatment.circumstances == listed("nerve_block")
    assert warned == []


def test_a_word_by_which_an_allergy_is_found_stands_for_it_with_a_warning() -> None:
    found, warned = read(patient={"allergies": ["chamomile", "peanut"]})

    assert found.facts.allergies == listed("asteraceae")
    assert [line.split(": ", 1)[1] for line in warned] == [
        "field 'allergies': unknown code 'chamomile'",
        "field 'allergies': unknown code 'peanut'",
    ]


@pytest.mark.parametrize("size", ["under_10_mm", "not_sure"])
def test_a_question_with_choices_is_answered_with_one_of_them(size: str) -> None:
    row = {"symptom": "bruise", "answers": {"bruise_size": size}}
    found, warned = read(symptoms=[row])

    assert (found.facts.symptoms[0].answers, warned) == ({"bruise_size": size}, [])


@pytest.mark.parametrize(
    ("question", "answer", "wanted"),
    [
        ("bruise_colour", True, "pink_or_red, blue_or_purple"),
        ("bruise_colour", "mauve", "pink_or_red, blue_or_purple"),
        ("touch_felt", "under_10_mm", "true, false or not_sure is wanted"),
        ("touch_felt", 1, "true, false or not_sure is wanted"),
    ],
)
def test_another_answer_than_the_question_takes_ends_the_run(
    question: str, answer: object, wanted: str
) -> None:
    with pytest.raises(CaseFileError, match=f"answers.{question}': {wanted}"):
        read(symptoms=[{"symptom": "bruise", "answers": {question: answer}}])


def test_a_symptom_keeps_everything_that_was_said() -> None:
    row = {
        "symptom": "numbness",
        "region": "cheek",
        "side": "right",
        "severity": 3.6,
        "onset_hours": 4,
        "course": "worse",
        "answers": {"touch_felt": "not_sure", "movement_normal": True},
    }
    found, warned = read(symptoms=[row])

    answers = {"touch_felt": "not_sure", "movement_normal": True}
    said = SymptomFacts("numbness", "cheek", "right", 4, 4.0, "worse", answers)
    assert found.facts.symptoms == (said,)
    assert warned == []


def test_what_a_line_leaves_out_was_not_asked() -> None:
    found, warned = read(symptoms=[{"symptom": "bruise"}], patient=None, behaviours=None)
    facts = found.facts

    assert facts.symptoms == (SymptomFacts("bruise"),)
    assert facts.conditions == facts.allergies == facts.medicines == facts.behaviours == NOT_ASKED
    assert facts.danger_signs == DangerSigns()
    assert (facts.other_treatments, facts.earlier) == ((), ())
    assert warned == []


def test_a_list_says_which_codes_were_not_asked() -> None:
    found, _ = read(behaviours=["makeup"], behaviours_not_asked=["sauna"])

    assert found.facts.behaviours == Known(frozenset({"makeup"}), frozenset({"sauna"}))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, DangerSigns()),
        ({}, DangerSigns(True)),
        ({"any": False, "signs": []}, DangerSigns(True)),
        ({"any": True}, DangerSigns(True, True)),
        ({"signs": ["breathing"]}, DangerSigns(True, True, frozenset({"breathing"}))),
    ],
)
def test_danger_signs_are_asked_where_they_stand(said: Any, expected: DangerSigns) -> None:
    assert read(danger_signs=said)[0].facts.danger_signs == expected


def test_earlier_check_ins_and_other_treatments_keep_their_own_words() -> None:
    bruise = {"symptom": "bruise", "course": "gone"}
    found, _ = read(
        earlier=[
            {"hours_since_treatment": 9, "symptoms": [bruise], "rules": ["bruise"]},
            {"hours_since_treatment": 5},
        ],
        other_treatments=[{"procedure": "dermal_filler", "sites": [], "hours_since": 900}],
    )

    assert found.facts.earlier == (
        EarlierCheckIn(9.0, (SymptomFacts("bruise", course="gone"),), frozenset({"bruise"})),
        EarlierCheckIn(5.0),
    )
    (other,) = found.facts.other_treatments
    assert (other.procedure, other.hours_since, other.sites) == ("dermal_filler", 900.0, ())


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"symptoms": [{"symptom": "glow"}]}, "field 'symptoms.0.symptom': unknown code 'glow'"),
        (
            {"symptoms": [{"symptom": "bruise", "region": "elbow"}]},
            "field 'symptoms.0.region': unknown code 'elbow'",
        ),
        (
            {"symptoms": [{"symptom": "bruise", "region": ["chin"]}]},
            "field 'symptoms.0.region': unknown code \"['chin']\"",
        ),
        (
            {"symptoms": [{"symptom": "bruise", "course": ["gone"]}]},
            "field 'symptoms.0.course': unknown code ['gone']",
        ),
        (
            {"symptoms": [{"symptom": "bruise", "side": "upper"}]},
            "field 'symptoms.0.side': unknown code 'upper'",
        ),
        (
            {"symptoms": [{"symptom": "bruise", "course": "odd"}]},
            "field 'symptoms.0.course': unknown code 'odd'",
        ),
        (
            {"symptoms": [{"symptom": "bruise", "answers": {"glows": True}}]},
            "field 'symptoms.0.answers': unknown code 'glows'",
        ),
        (
            {"earlier": [{"hours_since_treatment": 1, "symptoms": [{"symptom": "glow"}]}]},
            "field 'earlier.0.symptoms.0.symptom': unknown code 'glow'",
        ),
        (
            {"other_treatments": [{"procedure": "laser", "sites": [], "hours_since": 1}]},
            "field 'other_treatments.0.procedure': unknown code 'laser'",
        ),
        (
            {
                "treatment": {
                    "procedure": "dermal_filler",
                    "sites": [{"region": "elbow", "side": "upper"}],
                }
            },
            "field 'treatment.sites.region': unknown code 'elbow'",
        ),
    ],
)
def test_a_strange_code_is_warned_about_by_line_and_field(
    changes: dict[str, Any], warning: str
) -> None:
    _, warned = read(**changes)

    assert warned[0] == f"line 1: {warning}"


def test_a_strange_side_or_course_is_as_good_as_none() -> None:
    found, _ = read(symptoms=[{"symptom": "bruise", "side": "upper", "course": "odd"}])

    assert found.facts.symptoms == (SymptomFacts("bruise"),)


def test_a_gone_open_place_leaves_the_skin_whole() -> None:
    def broken(course: str) -> Any:
        sore = {"symptom": "skin_sore", "region": "cheek", "course": course}
        return read(symptoms=[sore])[0].facts.safety_answers

    assert broken("same") == {"broken_skin": True}
    assert broken("gone") == {"broken_skin": False}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"patient": ["warfarin"]}, "line 1: field 'patient': dict is wanted"),
        ({"treatment": 3}, "line 1: field 'treatment': dict is wanted"),
        ({"symptoms": [3]}, "line 1: field 'symptoms.0': dict is wanted"),
        ({"hours_since_treatment": "many"}, "line 1: field 'hours_since_treatment': a number is"),
        (
            {"other_treatments": [{"procedure": "x", "sites": [], "hours_since": "x"}]},
            "line 1: field 'other_treatments.0.hours_since': a number is wanted",
        ),
        (
            {"other_treatments": [{"procedure": "dermal_filler", "sites": 3, "hours_since": 1}]},
            "line 1: field 'other_treatments.0.sites': list is wanted",
        ),
        ({"earlier": [{"hours_since_treatment": "x"}]}, "line 1: field 'earlier.0': a number is"),
        (
            {"symptoms": [{"symptom": "numbness", "answers": {"touch_felt": 1}}]},
            "field 'symptoms.0.answers.touch_felt': true, false or not_sure is wanted",
        ),
        ({"behaviours": "makeup"}, "line 1: field 'behaviours': list is wanted"),
        ({"expected": 3}, "line 1: field 'expected': dict is wanted"),
    ],
)
def test_what_cannot_be_read_is_refused_by_line_and_field(
    changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(CaseFileError) as refused:
        read(**changes)

    assert message in str(refused.value)


def test_a_tier_that_is_none_is_refused_among_the_allowed_ones_too() -> None:
    with pytest.raises(CaseFileError, match="'soon' is no urgency"):
        read(expected=case()["expected"] | {"urgency_also_ok": ["soon"]})


def test_a_site_without_a_known_region_treats_nothing_near_her() -> None:
    numb = {"symptom": "numbness", "region": "forehead", "severity": 3}
    treatment = {"procedure": "botulinum_toxin", "sites": [{"region": "elbow"}]}
    found, _ = read(treatment=treatment, symptoms=[numb])

    assert judge(scene_of(PROTOCOL, found.facts)).urgency == "urgent"
