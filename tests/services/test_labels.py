"""Labels: a clinic's own words on its cases; no look, no clock, an event each, taken back."""

import pytest

from tests.cast import treat
from tracker.errors import Invalid, MoveNotLegal, NotAllowed, StaleVersion
from tracker.models import AuditEvent, CaseLabel, ReviewCase
from tracker.records.case_labels import labels_at, labels_in_use
from tracker.services import reviews
from tracker.services.case_opening import Finding, raise_case
from tracker.services.labels import MOST, add_label, remove_label
from tracker.services.moving import standing
from tracker.services.undoing import undo


def worn(case):
    return list(case.labels.values_list("name", flat=True))


def test_a_label_is_an_event_and_no_look_and_moves_no_clock(review_case, dr_cho):
    before = standing(review_case)

    case = add_label(by=dr_cho, case=review_case, version=1, label="  lot   7781 ")

    assert worn(case) == ["lot 7781"]
    assert standing(ReviewCase.objects.get()) == before | {"version": 2}
    event = case.events.last()
    assert (event.action, event.by, event.detail["label"]) == ("label", dr_cho, "lot 7781")
    audited = AuditEvent.objects.get(action="case.label")
    assert audited.actor == dr_cho.pk
    assert "7781" not in str(audited.detail)


def test_a_label_is_taken_off_again_by_a_colleague(review_case, dr_cho, coordinator_a):
    add_label(by=dr_cho, case=review_case, version=1, label="Lot 7781")

    case = remove_label(by=coordinator_a, case=review_case, version=2, label="lot 7781")

    assert worn(case) == []
    assert [event.action for event in case.events.all()] == ["opened", "label", "unlabel"]


def test_putting_on_and_taking_off_are_both_taken_back(review_case, dr_cho):
    add_label(by=dr_cho, case=review_case, version=1, label="Swelling")
    undo(by=dr_cho, case=review_case, version=2)
    assert worn(review_case) == []

    add_label(by=dr_cho, case=review_case, version=3, label="Swelling")
    remove_label(by=dr_cho, case=review_case, version=4, label="Swelling")
    undo(by=dr_cho, case=review_case, version=5)

    assert worn(review_case) == ["Swelling"]
    assert review_case.events.last().action == "undo"


def test_one_word_is_one_label_at_a_clinic_however_it_is_typed(
    review_case, his_toxin, dr_cho, lead_a
):
    add_label(by=dr_cho, case=review_case, version=1, label="Ask Dr Dia")
    other = raise_case(his_toxin, Finding("review", "Odd", "colleague"))

    add_label(by=lead_a, case=other, version=1, label="ask dr  DIA")

    assert worn(other) == ["Ask Dr Dia"]
    assert labels_in_use(dr_cho) == [("Ask Dr Dia", "Clinic A")]
    with pytest.raises(Invalid):
        add_label(by=lead_a, case=other, version=2, label="Ask dr dia")
    assert CaseLabel.objects.count() == 2


@pytest.mark.parametrize("label", ["", "  ", "x" * 41, "a\x00b", "a\u202eb", "\u200b"])
def test_what_is_no_plain_short_line_is_refused(review_case, dr_cho, label):
    with pytest.raises(Invalid):
        add_label(by=dr_cho, case=review_case, version=1, label=label)

    assert review_case.events.count() == 1


def test_a_case_wears_ten_and_no_more(review_case, dr_cho):
    for number in range(MOST):
        add_label(by=dr_cho, case=review_case, version=number + 1, label=f"{number}")

    with pytest.raises(Invalid):
        add_label(by=dr_cho, case=review_case, version=MOST + 1, label="more")
    assert review_case.labels.count() == MOST


def test_strangers_and_who_left_label_nothing(review_case, ana, dr_dia, removed_doctor, admin_a):
    for stranger in (ana, dr_dia, removed_doctor, admin_a):
        with pytest.raises(NotAllowed):
            add_label(by=stranger, case=review_case, version=1, label="x")

    assert not CaseLabel.objects.exists()


def test_the_second_of_two_and_who_comes_after_the_end_are_told(review_case, dr_cho, lead_a):
    add_label(by=dr_cho, case=review_case, version=1, label="One")
    with pytest.raises(StaleVersion):
        add_label(by=lead_a, case=review_case, version=1, label="Two")
    reviews.decide(by=dr_cho, case=review_case, version=2, reason="treated")

    with pytest.raises(MoveNotLegal):
        add_label(by=lead_a, case=review_case, version=3, label="Two")
    assert worn(review_case) == ["One"]


def test_another_clinics_words_are_not_offered_and_those_of_closed_cases_no_more(
    review_case, cleo_patient, dr_cho, dr_dia
):
    theirs = treat(cleo_patient, "dermal_filler", ["cheek"], hours_ago=48)
    case = raise_case(theirs, Finding("review", "Odd", "colleague"))
    add_label(by=dr_dia, case=case, version=1, label="Theirs")
    add_label(by=dr_cho, case=review_case, version=1, label="Ours")
    assert labels_in_use(dr_cho) == [("Ours", "Clinic A")]

    reviews.decide(by=dr_cho, case=review_case, version=2, reason="treated")

    assert labels_in_use(dr_cho) == []


def test_another_clinics_spelling_is_none_of_ours(review_case, cleo_patient, dr_cho, dr_dia):
    theirs = treat(cleo_patient, "dermal_filler", ["cheek"], hours_ago=48)
    case = raise_case(theirs, Finding("review", "Odd", "colleague"))
    add_label(by=dr_dia, case=case, version=1, label="ASK the Lead")

    add_label(by=dr_cho, case=review_case, version=1, label="ask the lead")

    assert worn(review_case) == ["ask the lead"]


def test_who_works_at_two_clinics_is_offered_each_clinics_own_words_and_whose_they_are(
    review_case, cleo_patient, both_clinics_doctor, dr_dia, clinic_a, clinic_b
):
    theirs = treat(cleo_patient, "dermal_filler", ["cheek"], hours_ago=48)
    case = raise_case(theirs, Finding("review", "Odd", "colleague"))
    add_label(by=dr_dia, case=case, version=1, label="Theirs")
    add_label(by=both_clinics_doctor, case=case, version=2, label="Both")
    add_label(by=both_clinics_doctor, case=review_case, version=1, label="both")

    assert labels_at(both_clinics_doctor, clinic_a.pk) == ["both"]
    assert labels_at(both_clinics_doctor, clinic_b.pk) == ["Both", "Theirs"]
    assert labels_at(dr_dia, clinic_a.pk) == []
    assert [whose for _name, whose in labels_in_use(both_clinics_doctor)] == [
        "Clinic A, Clinic B",
        "Clinic B",
    ]
