"""A blood thinner without a name is never read as none, however it came onto the record."""

import json

import pytest

from tracker.services.check_ins import submit_check_in
from tracker.services.history import add_to_history

pytestmark = pytest.mark.django_db
NAMELESS = {"other_blood_thinner": True}


def judged(user, treatment, a_report):
    bruise = a_report("forehead", "left", bruise=2, course="new")
    return json.loads(
        submit_check_in(by=user, treatment=treatment, report=bruise).assessment.receipt
    )


def offered(receipt):
    return {each["id"] for each in receipt["remedies"]}


def change(patient, **facts):
    for name, value in facts.items():
        setattr(patient, name, value)
    patient.save()


def test_vitamin_k_is_asked_about_before_it_is_offered_and_to_others_it_is_offered(
    ana, ana_patient, her_toxin, ben, ben_patient, his_toxin, a_report
):
    noes = {"vitamin_k": False, "broken_skin": False}
    change(ana_patient, safety_answers=noes, medicines=[], **NAMELESS)
    change(ben_patient, safety_answers=noes, medicines=[])

    hers, his = judged(ana, her_toxin, a_report), judged(ben, his_toxin, a_report)

    assert "vitamin_k_topical" not in offered(hers)
    assert "vitamin_k_topical" in offered(his)
    assert {"warfarin", "apixaban", "clopidogrel"} <= set(hers["facts"]["medicines"]["unknown"])
    assert his["facts"]["medicines"]["unknown"] == []


def test_what_she_named_beside_it_is_known(ana, ana_patient, her_toxin, a_report):
    change(ana_patient, medicines=["apixaban"], **NAMELESS)

    medicines = judged(ana, her_toxin, a_report)["facts"]["medicines"]

    assert medicines["codes"] == ["apixaban"]
    assert "warfarin" in medicines["unknown"]


def test_her_own_word_that_she_takes_nothing_else_does_not_name_it(
    ana, ana_patient, her_toxin, a_report
):
    change(ana_patient, medicines=None, **NAMELESS)
    add_to_history(by=ana, patient=ana_patient, kind="medicines", present=[], others_are_no=True)

    her_toxin.refresh_from_db()
    assert "warfarin" in judged(ana, her_toxin, a_report)["facts"]["medicines"]["unknown"]
