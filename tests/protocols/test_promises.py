"""The protocol's promises, on seeded facts; `check_protocol --samples N` tries more."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.protocols.draft import Draft
from tests.triage.world import FILLER, NOT_ASKED, PROTOCOL, facts, listed, said, treated, urgency
from tracker.triage import judge as judging
from tracker.triage import proofs, suggest
from tracker.triage.facts import DangerSigns, EarlierCheckIn, Facts, SymptomFacts
from tracker.triage.places import BOTH, LEFT, RIGHT
from tracker.triage.proofs import SAMPLED, alone, danger_signs, mirrored
from tracker.triage.protocol import Protocol
from tracker.triage.receipt import Receipt, assess, canonical_json
from tracker.triage.sampling import Sampler
from tracker.triage.thresholds import hour_points
from tracker.triage.truth import YES

# A hundredth of what half an hour of one core judges (benchmarks/promises.py, docs/benchmarks.md).
SAMPLES = {
    "b-worse": 1700,
    "b-more": 1780,
    "b-riskier": 550,
    "c-blanks": 490,
    "c-unasked": 280,
    "c-not-sure": 3020,
    "d-remedies": 1870,
    "e-sides": 1030,
    "f-order": 1170,
    "f-one": 2080,
}
SIDES = (LEFT, RIGHT, BOTH)


def test_each_danger_sign_alone_is_an_emergency_whatever_was_treated() -> None:
    assert next(danger_signs(PROTOCOL, (0.5, 2000)), None) is None


def test_every_promise_is_tried_by_its_name() -> None:
    assert list(SAMPLED) == list(SAMPLES)


@pytest.mark.parametrize("promise", SAMPLED)
def test_a_promise_holds(promise: str) -> None:
    sampler = Sampler(PROTOCOL, seed=2026)

    for _ in range(SAMPLES[promise]):
        assert list(SAMPLED[promise](sampler)) == []


@pytest.mark.parametrize("promise", SAMPLED)
def test_a_promise_can_be_tried_from_any_seed(promise: str) -> None:
    for seed in range(12):
        assert list(SAMPLED[promise](Sampler(PROTOCOL, seed))) == []


def test_the_same_seed_gives_the_same_facts() -> None:
    one, other = (Sampler(PROTOCOL, seed=5) for _ in range(2))

    assert [one.facts() for _ in range(20)] == [other.facts() for _ in range(20)]


class Told(Sampler):
    """A sampler that has only one story."""

    def __init__(self, protocol: Protocol, told: Facts, more: SymptomFacts) -> None:
        super().__init__(protocol, seed=1)
        self.told, self.more = told, more

    def facts(self, symptoms: int | None = None) -> Facts:
        return self.told

    def symptom(self, hours: float) -> SymptomFacts:
        return self.more


def caught(draft: Draft, promise: str, told: Facts, more: str = "headache") -> list[str]:
    sampler = Told(draft.load(), told, said(more, severity=2))
    return [each for _ in range(20) for each in SAMPLED[promise](sampler)]


def test_a_symptom_that_soothes_another_is_caught(draft: Draft) -> None:
    draft.change(
        "rules/palpitations.toml",
        'when = { symptom = "palpitations" }',
        'when = { all = [{ symptom = "palpitations" }, { not = { symptom = "headache" } }] }',
    )

    told = facts(said("palpitations"))
    found = caught(draft, "b-more", told)
    before = canonical_json(told.to_data())
    assert found[0].startswith(f"adding headache lowers urgent to review: {before} becomes {{")


def test_a_strength_that_soothes_is_caught(draft: Draft) -> None:
    draft.change("rules/hives.toml", '"hives" }\n', '"hives", severity_at_most = 4 }\n')

    found = caught(draft, "b-worse", facts(said("hives", "arm", severity=4)))
    assert found[0].startswith("worse hives lowers urgent to review")


def test_a_blank_that_soothes_is_caught(draft: Draft) -> None:
    draft.change(
        "rules/headache-strong-or-long.toml", "severity_at_least = 7", "severity_at_least = 1"
    )
    draft.change(
        "rules/headache-mild.toml",
        'symptom = "headache", severity_at_most = 6, ',
        'symptom = "headache", ',
    )

    found = caught(
        draft, "c-blanks", facts(said("headache", severity=2, onset_hours=9.0), hours=40)
    )
    assert found[0].startswith("no severity gives self_care, every answer more: {")


def test_a_rule_that_knows_left_from_right_is_caught(draft: Draft) -> None:
    draft.change("rules/hives.toml", '"hives" }\n', '"hives", side = "left" }\n')

    found = caught(draft, "e-sides", facts(said("hives", "arm", "left")))
    assert found[0].startswith("mirroring changes the result: {")
    assert not caught(draft, "e-sides", facts(said("hives", "arm", "both")))


def test_the_mirrored_patient_has_every_side_for_the_other() -> None:
    def told(side: str) -> Facts:
        bruise = said("bruise", "cheek", side)
        other = treated(f"jaw {side}")
        before = EarlierCheckIn(3.0, (bruise,))
        sites = (f"cheek {side}",)
        return facts(bruise, sites=sites, other_treatments=(other,), earlier=(before,))

    assert (mirrored(told(LEFT)), mirrored(told(RIGHT))) == (told(RIGHT), told(LEFT))
    assert mirrored(told(BOTH)) == told(BOTH)
    assert mirrored(told("")) == told("")


def test_a_remedy_against_an_unasked_allergy_is_caught(draft: Draft) -> None:
    told = facts(said("bruise", "forehead"), hours=40, allergies=NOT_ASKED)
    assert not caught(draft, "d-remedies", told)

    promise = SAMPLED["d-remedies"]
    sampler = Told(draft.load(), told, said("headache"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suggest, "unanswered", lambda remedy, known: [])
        assert any("arnica_topical against asteraceae" in each for each in promise(sampler))


@pytest.mark.parametrize(
    ("symptom", "urgency"), [("hives", "urgent"), ("slurred_speech", "emergency")]
)
def test_a_remedy_beside_an_urgent_flag_is_caught(draft: Draft, symptom: str, urgency: str) -> None:
    told = facts(said("bruise", "forehead"), said(symptom), hours=40)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suggest, "_nothing_beside", lambda judgement: False)
        assert f"beside {urgency}" in caught(draft, "d-remedies", told)[0]


@pytest.mark.parametrize(
    ("symptom", "told"),
    [
        (
            said("generalised_weakness", course="same"),
            "not sure of present_before_treatment gives review, one reading emergency: {",
        ),
        (
            said("brow_droop", "brow", "left", severity=2, onset_hours=30.0, course="same"),
            "not sure of varies_through_day gives self_care, one reading review: {",
        ),
    ],
    ids=["an answer of no", "an answer of yes"],
)
def test_a_doubt_that_soothes_is_caught(draft: Draft, symptom: SymptomFacts, told: str) -> None:
    """By a judge that fires flags on a plain yes only."""
    assert not caught(draft, "c-not-sure", facts(symptom))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "fires", lambda rule, truth: truth == YES)
        found = caught(draft, "c-not-sure", facts(symptom))
    assert any(each.startswith(told) for each in found)


def test_a_doubt_about_what_the_anaesthetic_explains_soothes_nothing(draft: Draft) -> None:
    """SOURCES.md section 8b: a lip numb from the gel, and nobody is sure that it moves."""
    lip = said("numbness", "lips", course="same", onset_hours=0.5)
    gel = facts(lip, procedure=FILLER, sites=("lips",), hours=3)

    assert urgency(lip, procedure=FILLER, sites=("lips",), hours=3) == "self_care"
    assert not caught(draft, "c-not-sure", gel)
    bruised = facts(lip, said("bruise", "lips"), procedure=FILLER, sites=("lips",), hours=3)
    assert not caught(draft, "c-not-sure", bruised)


def test_an_urgency_that_is_not_the_highest_finding_is_caught(draft: Draft) -> None:
    hives = facts(said("hives", "arm"))
    assert not caught(draft, "f-one", hives)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "highest", lambda urgencies: "self_care")
        found = caught(draft, "f-one", hives)
    assert found[0].startswith("self_care where the highest finding is urgent: {")


@pytest.mark.parametrize("kind", ["medicine", "circumstance", "condition"])
def test_a_risk_that_soothes_is_caught(draft: Draft, kind: str) -> None:
    draft.change(
        "rules/palpitations.toml",
        'when = { symptom = "palpitations" }',
        f'when = {{ all = [{{ symptom = "palpitations" }}, {{ not = {{ {kind} = "*" }} }}] }}',
    )

    found = caught(draft, "b-riskier", facts(said("palpitations")))
    assert found and all("lowers urgent to review" in each for each in found)


def test_an_anaesthetic_explains_a_numb_place_and_is_no_risk(draft: Draft) -> None:
    temple = said("numbness", "temple", "left", course="same", onset_hours=0.5)

    assert urgency(temple, hours=3) == "review"
    for code in ("nerve_block", "topical_anaesthetic"):
        assert urgency(temple, hours=3, circumstances=listed(code)) == "self_care"
    assert not caught(draft, "b-riskier", facts(temple, hours=3))


EITHER_WAY = """
id = "either"
source = "F1"
urgency = "urgent"
if_unknown = "ask"
when = {{ any = [{{ {0} }}, {{ not = {{ {0} }} }}] }}
text.en.label = "Known either way"
[[situation]]
given = {{ hours = 1 }}
expect_flags = ["either"]
"""


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ('medicine = "*"', "no medicines gives none, every answer more"),
        ('circumstance = "*"', "no circumstances gives none, every answer more"),
        ('product = "dysport"', "no product gives none, every answer more"),
    ],
)
def test_a_list_not_asked_that_soothes_is_caught(draft: Draft, asked: str, told: str) -> None:
    draft.write("rules/either.toml", EITHER_WAY.format(asked))

    assert any(each.startswith(told) for each in caught(draft, "c-unasked", facts()))


def test_a_list_that_one_answer_leaves_at_rest_is_no_counterexample(draft: Draft) -> None:
    only_without = EITHER_WAY.format('allergy = "*"').replace('{ allergy = "*" }, ', "")
    draft.write("rules/either.toml", only_without)

    assert not caught(draft, "c-unasked", facts())


def test_one_code_not_asked_that_soothes_is_caught(draft: Draft) -> None:
    draft.write("rules/either.toml", EITHER_WAY.format('allergy = "*"'))

    found = caught(draft, "c-unasked", facts())
    assert any(each.split()[1] in PROTOCOL.allergies for each in found)


TWO = facts(
    said("hives", "arm"),
    said("bruise", "forehead"),
    sites=("forehead both", "chin"),
    other_treatments=(treated("cheek left"), treated("jaw both")),
)


@pytest.mark.parametrize(
    "first",
    [
        lambda told: replace(told, symptoms=told.symptoms[:1]),
        lambda told: replace(
            told,
            symptoms=(said("numbness", "chin", severity=3, onset_hours=90.0),),
            treatment=replace(told.treatment, sites=told.treatment.sites[:1]),
            other_treatments=(),
        ),
        lambda told: replace(
            told,
            symptoms=(said("numbness", "jaw", "left", severity=3, onset_hours=90.0),),
            other_treatments=told.other_treatments[:1],
        ),
    ],
    ids=["symptom", "site", "other treatment"],
)
def test_a_judge_that_reads_only_what_comes_first_is_caught(
    draft: Draft, first: Callable[[Facts], Facts]
) -> None:
    assert not caught(draft, "f-order", TWO)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            proofs, "assess", lambda protocol, told, lang: assess(protocol, first(told), lang)
        )
        found = caught(draft, "f-order", TWO)
    assert found[0].startswith("another order changes the result: {")


@pytest.mark.parametrize("place", [("cheek", "left"), ("jaw", "both")])
def test_each_of_her_treatments_is_told_in_the_other_order_too(
    draft: Draft, place: tuple[str, str]
) -> None:
    told = facts(
        said("numbness", *place, severity=3, onset_hours=90.0),
        other_treatments=(treated("cheek left"), treated("jaw both")),
    )

    assert not caught(draft, "f-order", told)


@pytest.mark.parametrize("key", ["remedies", "advice", "questions"])
def test_an_order_that_changes_what_is_shown_is_caught(draft: Draft, key: str) -> None:
    bruise, fever = said("bruise", "forehead", severity=2), said("headache", severity=2)
    told = facts(bruise, fever, hours=40, allergies=NOT_ASKED, medicines=NOT_ASKED)
    assert assess(PROTOCOL, told, "en").data[key]
    assert not caught(draft, "f-order", told)

    def moody(protocol: Protocol, given: Facts, language: str) -> Receipt:
        receipt = assess(protocol, given, language)
        if given.symptoms[0] == bruise:
            receipt.data[key] = []
        return receipt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proofs, "assess", moody)
        assert caught(draft, "f-order", told)


@pytest.mark.parametrize("answer", [True, "not_sure"])
def test_a_remedy_against_her_own_answer_is_caught(draft: Draft, answer: bool | str) -> None:
    told = facts(said("bruise", "forehead"), hours=40, safety_answers={"broken_skin": answer})
    assert not caught(draft, "d-remedies", told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suggest, "forbids", lambda each, known: False)
        found = caught(draft, "d-remedies", told)
    assert any(each.startswith("arnica_topical against open_skin: {") for each in found)


def test_a_remedy_against_the_record_is_caught(draft: Draft) -> None:
    told = facts(said("bruise", "forehead"), hours=40, allergies=listed("asteraceae"))
    assert not caught(draft, "d-remedies", told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suggest, "forbids", lambda each, known: False)
        found = caught(draft, "d-remedies", told)
    assert any(each.startswith("arnica_topical against asteraceae: {") for each in found)


def test_a_danger_sign_is_tried_alone_everywhere_with_a_story_and_without() -> None:
    found = list(alone(PROTOCOL, (0.5, 30.0), ("breathing", "")))
    places = {code for code, each in PROTOCOL.regions.items() if each.treatable}

    assert len(found) == 2 * len(PROTOCOL.procedures) * len(places) * 4 * 2 * 2
    assert found[0][0].startswith("danger sign breathing at 0.5 h after ")
    assert found[-1][0].startswith("danger sign unnamed at 30.0 h after ")
    each = [one for _, one in found]
    assert {one.treatment.procedure for one in each} == set(PROTOCOL.procedures)
    assert {site.region for one in each for site in one.treatment.sites} == places
    assert {site.side for one in each for site in one.treatment.sites} == {None, *SIDES}
    signs = {one.danger_signs for one in each}
    named, unnamed = frozenset({"breathing"}), frozenset[str]()
    assert signs == {DangerSigns(True, False, named), DangerSigns(True, True, unnamed)}
    stories = [one.earlier for one in each if one.earlier]
    assert not each[0].earlier
    assert {s.symptom for story in stories for then in story for s in then.symptoms} == {"numbness"}
    assert len(stories) == len(each) / 2
    assert {then.hours_since_treatment for story in stories for then in story} == {0.0}
    assert {then.rules for story in stories for then in story} == {frozenset(PROTOCOL.rules)}


def test_every_sign_and_every_hour_is_tried_where_none_is_chosen() -> None:
    by_hour = alone(PROTOCOL, signs=("breathing",))
    by_sign = alone(PROTOCOL, hours_of=(0.5,))

    assert {one.hours_since_treatment for _, one in by_hour} == set(hour_points(PROTOCOL))
    named = {code for _, one in by_sign for code in one.danger_signs.signs}
    assert named == set(PROTOCOL.danger_signs)


def test_a_danger_sign_that_does_not_alarm_is_caught(draft: Draft) -> None:
    draft.change("rules/danger-sign.toml", "danger_sign = true", 'danger_sign = "breathing"')

    assert "danger sign swallowing" in next(danger_signs(draft.load(), (0.5,)))
