"""What an item and a fact mean where they leave something out: the harmless thing, never a "no"."""

from tests.triage.world import NOT_ASKED, PROTOCOL
from tracker.triage.facts import DangerSigns, Facts, Known, Site, SymptomFacts, TreatmentFacts
from tracker.triage.protocol import (
    Advice,
    Aftercare,
    Answer,
    Code,
    Contraindication,
    Item,
    Procedure,
    Question,
    Raise,
    Region,
    Remedy,
    Rule,
    Symptom,
    highest,
    is_flag,
)


def test_facts_of_which_nothing_is_known_were_not_asked() -> None:
    bare = Facts(1.0, TreatmentFacts("botulinum_toxin", 1.0, (Site("chin"),)))

    assert bare.conditions == bare.allergies == bare.medicines == bare.behaviours == NOT_ASKED
    assert bare.danger_signs == DangerSigns(asked=False, any=False)
    assert (bare.symptoms, bare.earlier, bare.other_treatments) == ((), (), ())
    assert bare.treatment.circumstances.has("nerve_block") is False
    assert SymptomFacts("bruise").answers == {}


def test_a_list_that_was_asked_says_no_to_what_is_absent() -> None:
    known = Known(frozenset({"warfarin"}), frozenset({"heparin"}))

    assert [known.has(code) for code in ("warfarin", "heparin", "ginkgo")] == [True, None, False]
    assert NOT_ASKED.has("warfarin") is None
    assert Known(frozenset({"warfarin"}), asked=False).has("warfarin") is True


def test_an_item_speaks_her_language_or_english_or_nothing() -> None:
    both = Item(id="x", texts={"en": {"label": "Chin", "how": "so"}, "es": {"label": "Mentón"}})

    assert (both.label(), both.label("es"), both.label("fr")) == ("Chin", "Mentón", "Chin")
    assert (both.text("es", "how"), both.text("en", "none")) == ("so", "")
    assert Item(id="x").label() == ""
    assert Item(id="x", texts={"en": {"text": "t"}}).text() == "t"


def test_what_an_item_leaves_out() -> None:
    assert (Item(id="x").source, Item(id="x").order) == ("", 500)
    assert Answer(id="x").if_not_asked is False
    symptom = Symptom(id="x", group="skin")
    assert (symptom.has_side, symptom.place, symptom.expected) == (True, None, False)
    region = Region(id="x")
    assert (region.area, region.weakness, region.part_of) == ("face", "", None)
    assert (region.has_side, region.always_treated, region.treatable) == (False, False, False)
    assert region.treated_by_part is True
    assert Procedure(id="x").weakens is False
    assert (Code(id="x").group, Code(id="x").procedures) == ("", ())
    assert Question(id="x").settles == ""


def test_a_rule_that_says_nothing_more_asks_raises_and_repeats() -> None:
    rule = Rule(id="x")

    assert (rule.urgency, rule.if_unknown, rule.once, rule.raisable) == ("none", "", False, True)
    assert (rule.withhold_remedies, rule.waiting_is_fine) == (False, False)
    assert (rule.procedures, rule.advice, rule.tags) == ((), (), frozenset())
    assert Raise(id="x", when=None).tag is None


def test_a_remedy_that_says_nothing_more_is_offered_and_an_aftercare_timer_breaks_for_nothing() -> (
    None
):
    reason = Contraindication(kind="", codes=frozenset(), because="x", question="x")

    assert Remedy(id="x").offered is True
    assert reason.ask_first is False
    assert (Advice(id="x").when, Advice(id="x").urgencies) == (None, frozenset())
    assert (Aftercare(id="x", hours=1).slip, Aftercare(id="x", hours=1).advice) == (None, "")


def test_the_highest_of_none_is_none_and_a_flag_begins_with_review() -> None:
    assert highest([]) == "none"
    assert highest(["review", "emergency", "self_care"]) == "emergency"
    assert [is_flag(each) for each in ("none", "self_care", "review", "urgent", "emergency")] == [
        False, False, True, True, True,
    ]  # fmt: skip


def test_items_stand_in_their_order_and_files_of_one_order_by_name() -> None:
    order = [each.order for each in PROTOCOL.rules.values()]

    assert order == sorted(order)
