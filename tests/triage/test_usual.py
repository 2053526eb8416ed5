"""The band of what is usual is the protocol's own word, asked for each day."""

import pytest

from tracker.triage import usual
from tracker.triage.facts import DangerSigns, Known, Site, TreatmentFacts
from tracker.triage.usual import History, Place, usual_up_to

TOXIN = TreatmentFacts("botulinum_toxin", 0.0, (Site("forehead"), Site("glabella")))
NOTHING = History()
FILLER = TreatmentFacts("dermal_filler", 0.0, (Site("cheek", "left"),))


def band(protocol, treatment, *place, days=8, history=NOTHING):
    return [usual_up_to(protocol, treatment, history, Place(*place), day) for day in range(days)]


@pytest.mark.parametrize(
    "treatment, place, expected",
    [
        (TOXIN, ("swelling", "forehead", None), [1, 1, 1, 0, 0, 0, 0, 0]),
        (TOXIN, ("headache", None, None), [2, 2, 2, 0, 0, 0, 0, 0]),
        (TOXIN, ("numbness", "cheek", "left"), [0, 0, 0, 0, 0, 0, 0, 0]),
        (TOXIN, ("eyelid_droop", "upper_eyelid", "left"), [0, 0, 0, 0, 0, 0, 0, 0]),
        (FILLER, ("swelling", "cheek", "left"), [2, 2, 2, 2, 2, 2, 2, 0]),
    ],
)
def test_the_band_follows_the_rules_that_leave_a_symptom_to_itself(
    the_protocol, treatment, place, expected
):
    """Rules site-swelling and headache-mild (F15), filler-site (F31), numb-away (section 8b)."""
    assert band(the_protocol, treatment, *place) == expected


def test_a_bruise_is_usual_until_it_is_older_than_bruises_become(the_protocol):
    """F32: most are gone by two weeks; rule bruise-not-fading."""
    found = band(the_protocol, TOXIN, "bruise", "forehead", None, days=16)

    assert set(found[:14]) == {3} and set(found[14:]) == {0}


def test_the_same_symptom_away_from_the_needle_has_another_band(the_protocol):
    near = band(the_protocol, TOXIN, "swelling", "forehead", None)
    away = band(the_protocol, TOXIN, "swelling", "jaw", "left")

    assert near[0] > away[0] == 0


def test_what_is_usual_depends_on_her_history(the_protocol):
    """Rule bruise-on-blood-thinner: any bruise is looked at."""
    thinned = History(medicines=Known(frozenset({"apixaban"})))

    assert set(band(the_protocol, TOXIN, "bruise", "forehead", None, history=thinned)) == {0}


def test_it_is_asked_at_noon_of_a_symptom_that_began_with_the_needle_and_of_no_danger_sign(
    the_protocol, monkeypatch
):
    asked, scene_of = [], usual.scene_of
    monkeypatch.setattr(
        usual, "scene_of", lambda protocol, facts: asked.append(facts) or scene_of(protocol, facts)
    )
    for day in (0, 33):
        usual_up_to(the_protocol, FILLER, NOTHING, Place("itching", "cheek", "left"), day)

    told = [(facts.hours_since_treatment, *facts.symptoms[0][4:6]) for facts in asked]
    assert set(told) == {(12.0, 1.0, "new"), (804.0, 1.0, "same")}
    assert all(facts.danger_signs == DangerSigns(asked=True) for facts in asked)


def test_it_asks_for_the_strengths_that_a_check_in_sends(the_protocol):
    sent = [each.details["severity"] for each in the_protocol.strengths.values()]

    assert list(usual.STRENGTHS) == sorted(sent)
