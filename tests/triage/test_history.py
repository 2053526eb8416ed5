"""What earlier check-ins change: gone and back, stronger, spread to a new place, still there."""

from tests.triage.world import FILLER, assessed, facts, ids, listed, said, urgency
from tracker.triage.facts import EarlierCheckIn, Facts, SymptomFacts


def then(*symptoms: SymptomFacts, hours: float = 76, rules: tuple[str, ...] = ()) -> EarlierCheckIn:
    return EarlierCheckIn(hours, symptoms, frozenset(rules))


def test_what_an_earlier_check_in_called_gone_has_come_back() -> None:
    bruise = said("bruise", "forehead", severity=2, course="same")
    gone = said("bruise", "forehead", course="gone")

    assert urgency(bruise) == "self_care"
    assert urgency(bruise, earlier=(then(gone),)) == "review"
    assert urgency(bruise, earlier=(then(bruise, hours=90), then(gone))) == "self_care"


def test_what_is_never_asked_where_it_is_comes_back_where_it_was() -> None:
    tired = said("fatigue", severity=2, onset_hours=60.0)

    def after(course: str) -> str:
        return urgency(tired, hours=72, earlier=(then(tired._replace(course=course), hours=48),))

    assert urgency(tired, hours=72) == "self_care"
    assert after("better") == "self_care"
    assert after("gone") == "review"


def test_what_comes_back_on_the_other_side_is_no_return() -> None:
    droop = said("eyelid_droop", None, "left", severity=2, onset_hours=80.0)
    gone = droop._replace(course="gone")
    more = {"sites": ("glabella",), "hours": 100}

    returned = assessed(droop, earlier=(then(gone),), **more)
    assert "came-back" in ids(returned, "flags")
    other = assessed(droop, earlier=(then(gone._replace(side="right")),), **more)
    assert "came-back" not in ids(other, "fired")


def test_a_hand_that_is_numb_anew_is_an_emergency_though_it_was_gone_the_day_before() -> None:
    """The form asks no course of what is ticked anew; "the same" would make it an old story."""
    hand = said("numbness", "hand", "left", severity=3, onset_hours=60.0)
    gone, stayed = hand._replace(course="gone"), hand._replace(course="better")

    assert urgency(hand, hours=72) == "emergency"
    assert urgency(hand, hours=72, earlier=(then(gone, hours=48),)) == "emergency"
    still = (then(hand, hours=60), then(gone, hours=48))
    assert urgency(hand, hours=72, earlier=still) == "urgent"
    assert urgency(hand, hours=72, earlier=(then(stayed, hours=48),)) == "urgent"


def test_what_cleared_before_this_session_has_not_come_back() -> None:
    bruise = said("bruise", "forehead", severity=2, course="same")
    gone = said("bruise", "forehead", course="gone")

    assert urgency(bruise, earlier=(then(gone, hours=-24),)) == "self_care"


def test_gone_at_another_place_is_not_a_return() -> None:
    bruise = said("bruise", "forehead", severity=2, course="same")
    elsewhere = said("bruise", "cheek", "left", course="gone")

    assert urgency(bruise, earlier=(then(elsewhere),)) == "self_care"


def test_a_bruise_that_scores_three_more_is_growing_whatever_she_says() -> None:
    def now(severity: int | None) -> SymptomFacts:
        return said("bruise", "forehead", severity=severity, course="same")

    before = then(now(2))

    assert urgency(now(4), earlier=(before,)) == "self_care"
    assert urgency(now(5), earlier=(before,)) == "review"
    assert urgency(now(5), earlier=(then(now(None)), before)) == "review"


def test_an_unscored_bruise_after_a_scored_one_is_not_known_to_grow() -> None:
    receipt = assessed(
        said("bruise", "forehead", severity=None, course="same"),
        earlier=(then(said("bruise", "forehead", severity=2)),),
    )

    assert receipt.urgency == "self_care"
    assert "bruise-growing" in [each["rule"] for each in receipt.data["unknown"]]


def test_redness_that_turns_up_at_a_new_place_has_spread() -> None:
    cheek = said("redness", "cheek", "left", severity=2, course="same")
    jaw = said("redness", "jaw", "left", severity=2, course="new")
    more = {"procedure": FILLER, "sites": ("cheek both", "jaw both")}

    assert urgency(cheek, jaw, **more) == "self_care"
    assert "spreading-to-a-new-place" in ids(
        assessed(cheek, jaw, earlier=(then(cheek),), **more), "flags"
    )


def test_a_filled_place_that_grew_much_stronger_is_looked_at() -> None:
    def swollen(severity: int) -> SymptomFacts:
        return said("swelling", "cheek", "left", severity=severity, course="same")

    more = {"procedure": FILLER, "sites": ("cheek both",), "earlier": (then(swollen(2)),)}

    assert urgency(swollen(4), **more) == "self_care"
    assert urgency(swollen(5), **more) == "review"


def test_a_symptom_told_again_without_a_course_is_taken_as_the_same() -> None:
    told = said("bruise", "forehead", severity=2)
    pain = said("pain", "cheek", "left", severity=8, onset_hours=5.0)
    more = {"procedure": FILLER, "sites": ("cheek both",), "hours": 40}

    assert urgency(pain, **more) == "emergency"
    assert urgency(pain, earlier=(then(pain, hours=20),), **more) == "urgent"
    assert urgency(told, earlier=(then(told),)) == "self_care"


def test_pregnancy_is_looked_at_once_a_treatment() -> None:
    pregnant = {"conditions": listed("pregnancy")}

    assert urgency(**pregnant) == "review"
    assert urgency(**pregnant, earlier=(then(rules=("pregnancy",)),)) == "none"
    for hours, again in ((-50, "review"), (-0.5, "review"), (0, "none"), (0.5, "none")):
        seen = then(hours=hours, rules=("pregnancy",))
        assert urgency(**pregnant, earlier=(seen,)) == again


def test_a_promised_check_in_that_did_not_come_after_an_alarm_is_looked_at() -> None:
    """Hives on day 3, nothing on day 4, and on day 5 she tells of something else."""
    alarm = then(said("hives", "arm"), hours=76, rules=("hives",))

    assert "silence-after-alarm" in ids(assessed(hours=125, earlier=(alarm,)), "flags")
    assert urgency(hours=100, earlier=(alarm,)) == "none"
    assert urgency(hours=119.9, earlier=(alarm,)) == "none"
    assert urgency(hours=120, earlier=(alarm,)) == "review"


def test_silence_after_a_calm_day_or_before_this_session_is_nobodys_fault() -> None:
    calm = then(said("bruise", "forehead"), hours=76, rules=("bruise",))
    old = then(said("hives", "arm"), hours=-20, rules=("hives",))
    renamed = then(said("hives", "arm"), hours=76, rules=("a-rule-of-long-ago",))

    assert urgency(hours=125) == "none"
    assert urgency(hours=125, earlier=(calm,)) == "none"
    assert urgency(hours=125, earlier=(old,)) == "none"
    assert urgency(hours=125, earlier=(renamed,)) == "none"


def test_silence_counts_from_the_hour_of_the_treatment() -> None:
    def silent_since(hours: float) -> str:
        return urgency(
            hours=125, earlier=(then(said("hives", "arm"), hours=hours, rules=("hives",)),)
        )

    assert [silent_since(each) for each in (-0.5, 0, 0.5)] == ["none", "review", "review"]


def test_a_report_half_a_day_before_a_promised_one_stands_for_it() -> None:
    def silent_since(hours: float) -> str:
        alarm = then(said("hives", "arm"), hours=hours, rules=("hives",))
        return urgency(hours=125, earlier=(alarm,))

    assert [silent_since(each) for each in (83.9, 84)] == ["review", "none"]


def test_silence_is_looked_at_once_and_only_where_the_calendar_promised_a_day() -> None:
    alarm = then(said("hives", "arm"), hours=76, rules=("hives",))
    seen = then(hours=125, rules=("silence-after-alarm",))
    late = then(said("hives", "arm"), hours=345, rules=("hives",))

    assert urgency(hours=125, earlier=(seen, alarm)) == "none"
    assert urgency(hours=500, earlier=(late,)) == "none"
    assert urgency(hours=529, earlier=(late,)) == "review"


def test_a_bruise_that_measures_larger_or_darker_is_looked_at_and_never_waved_through() -> None:
    bruise = said("bruise", "forehead", severity=2, course="better")
    larger, darker = frozenset({"bruise_larger"}), frozenset({"bruise_darker"})

    assert urgency(bruise, hours=100) == "self_care"
    assert urgency(bruise, hours=100, photo_findings=larger) == "review"
    assert urgency(bruise, hours=24, photo_findings=larger) == "self_care"
    assert urgency(bruise, hours=73, photo_findings=darker) == "review"
    assert urgency(bruise, hours=72, photo_findings=darker) == "self_care"
    because = assessed(bruise, photo_findings=larger).data["flags"][0]["because"]
    assert because == ["on her photos: the bruise measures larger than on an earlier photo"]


def test_photo_findings_are_kept_in_the_receipt_only_where_there_are_some() -> None:
    without, with_one = facts(), facts(photo_findings=frozenset({"bruise_larger"}))

    assert "photo_findings" not in without.to_data()
    assert Facts.from_data(without.to_data()) == without
    assert Facts.from_data(with_one.to_data()) == with_one


def test_a_check_in_at_the_hour_of_the_treatment_belongs_to_it() -> None:
    bruise = said("bruise", "forehead", severity=2, course="same")
    gone = said("bruise", "forehead", course="gone")

    assert urgency(bruise, earlier=(then(gone, hours=0),)) == "review"
    assert urgency(bruise, earlier=(then(gone, hours=0.5),)) == "review"
    assert urgency(bruise, earlier=(then(gone, hours=-0.1),)) == "self_care"


def test_another_side_is_another_place_unless_one_of_them_is_both_or_unsaid() -> None:
    def again(now: str | None, before: str | None) -> bool:
        told = said("bruise", "cheek", now, severity=2, course="same")
        gone = said("bruise", "cheek", before, course="gone")
        receipt = assessed(told, sites=("cheek both",), earlier=(then(gone),))
        return "came-back" in ids(receipt, "flags")

    same = [("left", "left"), ("both", "left"), ("left", "both"), (None, "left"), ("left", None)]
    assert all(again(*each) for each in same)
    assert not again("left", "right")
    assert not again("right", "left")


def test_the_newest_word_at_the_place_decides_whether_it_had_gone() -> None:
    bruise = said("bruise", "forehead", severity=2, course="same")
    gone = said("bruise", "forehead", course="gone")
    elsewhere = said("bruise", "cheek", "left", severity=2, course="same")

    assert urgency(bruise, earlier=(then(elsewhere, hours=90), then(gone))) == "review"
