"""Decisions about her data: hers alone, the newest counts, none is ever edited."""

import pytest

from tracker.errors import Invalid, NotAllowed
from tracker.models import Consent, Patient
from tracker.services.consents import decide, has_given, to_be_asked, undecided
from tracker.services.history import add_to_history, open_kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def new_patient(ana_patient):
    Consent.objects.all().delete()
    return ana_patient


def say(patient, kind, given):
    return decide(by=patient.user, patient=patient, kind=kind, given=given, language="en")


def test_not_asked_is_not_given(new_patient):
    assert not has_given(new_patient, "photos")


def test_the_newest_decision_counts_and_the_older_stays(new_patient):
    say(new_patient, "photos", True)
    assert has_given(new_patient, "photos")

    say(new_patient, "photos", False)

    assert not has_given(new_patient, "photos")
    assert Consent.objects.filter(kind="photos").count() == 2


@pytest.mark.parametrize("kind", ["care", "photos", "reminders"])
def test_a_clock_that_was_set_back_makes_no_older_decision(new_patient, kind, time_stands):
    say(new_patient, kind, True)
    time_stands.shift(-3600)

    say(new_patient, kind, False)
    assert not has_given(new_patient, kind)

    say(new_patient, kind, True)
    assert has_given(new_patient, kind)


def test_each_decision_keeps_which_words_she_saw(new_patient):
    row = say(new_patient, "care", True)

    assert row.text_version and row.language == "en"


def test_nothing_else_is_asked_before_the_required_one(new_patient):
    assert undecided(new_patient) == ["care"]
    say(new_patient, "care", False)
    assert undecided(new_patient) == ["care"]
    say(new_patient, "care", True)
    assert undecided(new_patient) == ["photos", "reminders"]
    say(new_patient, "photos", False)
    assert to_be_asked(new_patient.user) == (new_patient, "reminders")
    say(new_patient, "reminders", True)
    assert to_be_asked(new_patient.user) is None


def test_nobody_decides_for_her(new_patient, dr_cho):
    with pytest.raises(NotAllowed):
        decide(by=dr_cho, patient=new_patient, kind="photos", given=True, language="en")


def test_a_decision_about_nothing_is_refused(new_patient):
    with pytest.raises(ValueError, match="teaching"):
        say(new_patient, "teaching", True)


@pytest.fixture
def half_asked(ana_patient):
    ana_patient.conditions, ana_patient.medicines = None, ["warfarin"]
    ana_patient.not_asked = ["ibuprofen"]
    ana_patient.save()
    return ana_patient


def add(patient, kind, *present, others_are_no=True):
    return add_to_history(
        by=patient.user, patient=patient, kind=kind, present=present, others_are_no=others_are_no
    )


def test_only_what_is_missing_is_open(half_asked):
    assert open_kinds(half_asked) == ["conditions", "medicines"]


def test_her_answers_complete_the_list(half_asked):
    add(half_asked, "conditions", "pregnancy")

    half_asked.refresh_from_db()
    assert half_asked.conditions == ["pregnancy"]
    assert open_kinds(half_asked) == ["medicines"]


def test_not_sure_stays_unknown_and_never_becomes_a_no(half_asked, the_protocol):
    add(half_asked, "conditions", "pregnancy", others_are_no=False)

    half_asked.refresh_from_db()
    assert set(the_protocol.conditions) - {"pregnancy"} < set(half_asked.not_asked)
    assert "ibuprofen" in half_asked.not_asked


def test_she_cannot_take_back_what_her_clinic_recorded(half_asked):
    add(half_asked, "medicines")

    half_asked.refresh_from_db()
    assert half_asked.medicines == ["warfarin"]
    assert half_asked.not_asked == []


@pytest.mark.parametrize(
    ("kind", "code"), [("conditions", "gout"), ("user", "1"), ("__class__", "")]
)
def test_other_codes_and_other_fields_are_refused(kind, code, half_asked):
    with pytest.raises(Invalid):
        add(half_asked, kind, code)


def test_nobody_adds_for_her(half_asked, dr_cho):
    with pytest.raises(NotAllowed):
        add_to_history(
            by=dr_cho, patient=half_asked, kind="conditions", present=[], others_are_no=True
        )


def test_a_patient_without_an_account_is_asked_nothing_by_others(clinic_a, nobody):
    Patient.objects.create(clinic=clinic_a, name="Eve", date_of_birth="1990-01-01")

    assert to_be_asked(nobody) is None
