"""A correction is a step of the case that it may change: who, when, what."""

import pytest

from tests.cast import treat
from tracker.errors import NotAllowed
from tracker.models import ReviewCase
from tracker.services.check_ins import submit_check_in
from tracker.services.corrections import Correction, correct_treatment
from tracker.services.patient_details import SiteDetails, TreatmentDetails
from tracker.services.reviews import decide

pytestmark = pytest.mark.django_db
NUMB = {"touch_felt": False, "movement_normal": True}


@pytest.fixture
def treatment(ana_patient):
    """The left cheek stands in the record, and was never injected."""
    return treat(ana_patient, "botulinum_toxin", ["forehead", "cheek"], hours_ago=72)


@pytest.fixture
def numb(ana, treatment, a_report):
    report = a_report("cheek", "left", numbness=4, answers=NUMB)
    return submit_check_in(by=ana, treatment=treatment, report=report)


def correct(by, treatment, *regions):
    details = TreatmentDetails(
        procedure="botulinum_toxin",
        performed_at=treatment.performed_at,
        circumstances=(),
        sites=tuple(SiteDetails(region, "both") for region in regions),
    )
    correction = Correction(details, "wrong_place", 0, {})
    return correct_treatment(by=by, treatment=treatment, correction=correction)


def test_a_correction_is_a_step_of_the_case_that_is_there(dr_cho, treatment, numb):
    case = ReviewCase.objects.get()

    kept = correct(dr_cho, treatment, "forehead")

    step = case.events.get(action="treatment_corrected")
    assert (step.by, step.detail["correction"]) == (dr_cho, str(kept.pk))
    assert step.number < case.events.get(action="flagged").number  # and then what came of it
    assert ReviewCase.objects.get().version > case.version


def test_a_closed_case_keeps_the_step_and_stays_closed(dr_cho, treatment, ana, a_report):
    submit_check_in(by=ana, treatment=treatment, report=a_report(wants_contact=True))
    case = ReviewCase.objects.get()
    decide(by=dr_cho, case=case, version=case.version, reason="expected_course")
    version = ReviewCase.objects.get().version

    correct(dr_cho, treatment, "forehead")

    now = ReviewCase.objects.get()
    assert (now.is_open, now.version) == (False, version)
    assert now.events.last().action == "treatment_corrected"


def test_without_a_case_there_is_no_step(dr_cho, treatment):
    correct(dr_cho, treatment, "forehead")

    assert not ReviewCase.objects.exists()


def test_a_refused_correction_leaves_no_step(dr_dia, treatment, numb):
    with pytest.raises(NotAllowed):
        correct(dr_dia, treatment, "forehead")

    assert not ReviewCase.objects.get().events.filter(action="treatment_corrected").exists()


def test_the_timeline_says_who_corrected_what(client_of, lead_a, dr_cho, treatment, numb):
    case = ReviewCase.objects.get()
    correct(dr_cho, treatment, "forehead")

    seen = client_of(lead_a).get(f"/clinic/cases/{case.pk}")

    step = next(e for e in seen.context["timeline"] if e.title == "Treatment record corrected")
    assert step.who == "Dr Cho"
    assert step.text.startswith("A place was recorded wrong. Sites: ")
    assert "cheek" in step.text.partition(", now ")[0].lower()
    assert "cheek" not in step.text.partition(", now ")[2].lower()


def test_who_acts_on_an_older_page_reads_what_was_corrected(
    client_of, lead_a, dr_cho, treatment, numb
):
    case = ReviewCase.objects.get()
    seen = {"version": case.version, "seen": case.events.count()}
    correct(dr_cho, treatment, "forehead")

    answer = client_of(lead_a).post(f"/clinic/cases/{case.pk}/claim", seen)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Dr Cho corrected the treatment" in page
    assert "A place was recorded wrong" in page
