"""The short form in which a rule shows its worked examples."""

from tests.triage.world import NOTHING, listed
from tracker.triage.facts import (
    DangerSigns,
    EarlierCheckIn,
    Facts,
    Site,
    SymptomFacts,
    TreatmentFacts,
)
from tracker.triage.situations import facts_of

LISTS = ("conditions", "allergies", "medicines", "behaviours")


def test_what_a_situation_leaves_out_was_asked_and_is_not_so() -> None:
    treatment = TreatmentFacts("botulinum_toxin", 30.0, (Site("glabella"),))

    assert facts_of({"hours": 30}) == Facts(
        30.0,
        treatment,
        danger_signs=DangerSigns(asked=True),
        **dict.fromkeys(LISTS, NOTHING),
    )


def test_a_situation_is_read_to_its_last_word() -> None:
    numb = {"symptom": "numbness", "region": "cheek", "severity": 3}
    given = {
        "hours": 30,
        "procedure": "dermal_filler",
        "sites": ["cheek left", "chin"],
        "product": "hyaluronic_acid",
        "circumstances": ["nerve_block"],
        "symptoms": [numb],
        "danger_signs": ["breathing"],
        "earlier": [{"hours": 6, "symptoms": [numb], "rules": ["bruise"]}, {"hours": 2}],
        "photo_findings": ["bruise_larger"],
        "conditions": ["pregnancy"],
        "allergies": ["asteraceae"],
        "medicines": ["warfarin"],
        "behaviours": ["facial"],
    }
    said = SymptomFacts("numbness", "cheek", severity=3)

    assert facts_of(given) == Facts(
        30.0,
        TreatmentFacts(
            "dermal_filler",
            30.0,
            (Site("cheek", "left"), Site("chin")),
            listed("nerve_block"),
            "hyaluronic_acid",
        ),
        symptoms=(said,),
        danger_signs=DangerSigns(True, True, frozenset({"breathing"})),
        conditions=listed("pregnancy"),
        allergies=listed("asteraceae"),
        medicines=listed("warfarin"),
        behaviours=listed("facial"),
        earlier=(EarlierCheckIn(6.0, (said,), frozenset({"bruise"})), EarlierCheckIn(2.0)),
        photo_findings=frozenset({"bruise_larger"}),
    )
