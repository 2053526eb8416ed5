"""Correcting a treatment's record: what it would change first, then the change, the old kept."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from tests.cast import treat
from tracker.errors import Invalid, NotAllowed, StaleVersion
from tracker.models import Assessment, AuditEvent, ReviewCase, Treatment, TreatmentCorrection
from tracker.services.check_ins import submit_check_in
from tracker.services.corrections import Correction, correct_treatment, preview
from tracker.services.erased_rows import delete_rows
from tracker.services.patient_details import SiteDetails, TreatmentDetails

pytestmark = pytest.mark.django_db
NUMB = {"touch_felt": False, "movement_normal": True}


@pytest.fixture
def treatment(ana_patient):
    """The left cheek stands in the record, and was never injected."""
    return treat(ana_patient, "botulinum_toxin", ["forehead", "glabella", "cheek"], hours_ago=72)


@pytest.fixture
def right(treatment):
    """What was really done."""
    return details(treatment, "forehead", "glabella")


def details(treatment, *regions):
    return TreatmentDetails(
        procedure="botulinum_toxin",
        performed_at=treatment.performed_at,
        circumstances=(),
        sites=tuple(SiteDetails(region, "both") for region in regions),
    )


@pytest.fixture
def numb(ana, treatment, a_report):
    """Her left cheek is numb, which the record explains as a treated place."""
    report = a_report("cheek", "left", numbness=4, answers=NUMB)
    return submit_check_in(by=ana, treatment=treatment, report=report)


def correct(by, treatment, wanted, number=0, reason="wrong_place", **passed):
    correction = Correction(wanted, reason, number, passed)
    return correct_treatment(by=by, treatment=treatment, correction=correction)


def test_the_preview_names_the_reports_that_come_out_otherwise_and_keeps_nothing(
    dr_cho, treatment, right, numb, ben, his_toxin, a_report
):
    assert numb.assessment.urgency == "review"
    submit_check_in(by=ben, treatment=his_toxin, report=a_report())  # none of hers

    found = preview(by=dr_cho, treatment=treatment, details=right)

    assert (found.fields, found.judged) == (("sites",), 1)
    (one,) = found.otherwise
    assert (one.found.before.urgency, one.found.after.urgency) == ("review", "urgent")
    assert "numb-away" in one.found.gained and one.raises
    assert treatment.sites.count() == 3
    assert not TreatmentCorrection.objects.exists() and not AuditEvent.objects.filter(
        action="treatment.corrected"
    )
    assert Assessment.objects.count() == 2, "one a report"


def test_a_report_that_is_more_urgent_is_judged_again_and_its_case_raised(
    dr_cho, treatment, right, numb
):
    receipt = numb.assessment.receipt
    correct(dr_cho, treatment, right)

    first, second = Assessment.objects.order_by("number")
    assert (first.urgency, first.receipt) == ("review", receipt), "a receipt is never touched"
    assert (second.number, second.urgency) == (2, "urgent")
    assert ReviewCase.objects.get().urgency == "urgent"


def test_what_comes_out_milder_leaves_receipt_and_case_to_a_person(
    ana, dr_cho, urgent_case, her_toxin
):
    wanted = details(her_toxin, "forehead", "glabella", "cheek")
    (one,) = preview(by=dr_cho, treatment=her_toxin, details=wanted).otherwise
    assert not one.raises and one.found.after.urgency == "review"

    correct(dr_cho, her_toxin, wanted)

    assert Assessment.objects.count() == 1
    assert ReviewCase.objects.get().urgency == "urgent"


def test_the_next_check_in_is_judged_by_the_corrected_record(
    ana, dr_cho, treatment, right, a_report
):
    correct(dr_cho, treatment, right)
    report = a_report("cheek", "left", numbness=4, answers=NUMB)

    told = submit_check_in(by=ana, treatment=Treatment.objects.get(), report=report)

    assert told.assessment.urgency == "urgent"


def test_a_report_on_another_treatment_is_looked_at_too(
    ana, ana_patient, dr_cho, treatment, right, a_report
):
    filler = treat(ana_patient, "dermal_filler", ["upper_lip"], hours_ago=60)
    report = a_report("cheek", "left", numbness=4, answers=NUMB)
    submit_check_in(by=ana, treatment=filler, report=report)

    found = preview(by=dr_cho, treatment=treatment, details=right)

    assert found.judged == 1
    assert [each.check_in.treatment_id for each in found.otherwise] == [filler.pk]


def test_the_record_before_stays_readable_and_is_never_edited(dr_cho, treatment, right):
    wanted = replace(right, product="xeomin", lot=" L-2 ", dilution="1 ml to 100 U")
    kept = correct(dr_cho, treatment, wanted)

    treatment.refresh_from_db()
    assert (treatment.product, treatment.lot, treatment.dilution) == (
        "xeomin",
        "L-2",
        "1 ml to 100 U",
    )
    assert (kept.number, kept.fields) == (1, ["dilution", "lot", "product", "sites"])
    assert kept.before["product"] == "" and len(kept.before["sites"]) == 6
    with pytest.raises(DatabaseError), transaction.atomic():
        TreatmentCorrection.objects.update(reason="other")


def test_the_audit_says_which_fields_and_no_value_of_them(dr_cho, treatment, right):
    correct(dr_cho, treatment, replace(right, lot="SECRET-LOT"))

    row = AuditEvent.objects.get(action="treatment.corrected")
    assert row.detail == {"fields": "lot,sites", "reason": "wrong_place", "number": 1}
    assert row.actor == dr_cho.pk
    assert "SECRET-LOT" not in str(row.__dict__)


def test_a_reason_to_go_on_is_kept_beside_what_was_unusual(dr_cho, treatment, right):
    much = replace(right, product="xeomin", sites=(SiteDetails("glabella", "", Decimal("5000")),))
    correct(dr_cho, treatment, much, unusual_total="was_given")

    row = AuditEvent.objects.get(action="treatment.corrected")
    assert row.detail["unusual_total"] == "was_given"


def test_two_at_once_the_second_is_told(dr_cho, lead_a, treatment, right):
    correct(dr_cho, treatment, right)

    with pytest.raises(StaleVersion):
        correct(lead_a, treatment, replace(right, lot="L-9"))

    assert TreatmentCorrection.objects.count() == 1
    correct(lead_a, treatment, replace(right, lot="L-9"), number=1)
    assert TreatmentCorrection.objects.count() == 2


@pytest.mark.parametrize("who", ["coordinator_a", "admin_a", "dr_dia", "removed_doctor", "ana"])
def test_only_clinicians_of_her_clinic_may(who, treatment, right, request):
    by = request.getfixturevalue(who)

    for act in (
        lambda: preview(by=by, treatment=treatment, details=right),
        lambda: correct(by, treatment, right),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert treatment.sites.count() == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sites": ()}, "sites"),
        ({"sites": (SiteDetails("elbow"),)}, "sites.0.region"),
        ({"product": "vodka"}, "product"),
        ({"performed_at": timezone.now() + timedelta(days=1)}, "performed_at"),
    ],
)
def test_what_cannot_be_true_is_refused_and_nothing_changes(
    change, field, dr_cho, treatment, right
):
    wrong = replace(right, **change)
    for act in (
        lambda: preview(by=dr_cho, treatment=treatment, details=wrong),
        lambda: correct(dr_cho, treatment, wrong),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert list(refused.value.fields) == [field]
    assert treatment.sites.count() == 3


def test_nothing_changed_is_no_correction(dr_cho, treatment):
    same = details(treatment, "forehead", "glabella", "cheek")
    sides = [SiteDetails(site.region, side) for site in same.sites for side in ("left", "right")]

    for wanted in (same, replace(same, sites=tuple(sides))):
        with pytest.raises(Invalid):
            correct(dr_cho, treatment, wanted)


def test_a_reason_is_needed(dr_cho, treatment, right):
    with pytest.raises(Invalid) as refused:
        correct(dr_cho, treatment, right, reason="because")

    assert list(refused.value.fields) == ["reason"]


def test_it_is_erased_with_her(dr_cho, ana_patient, treatment, right):
    correct(dr_cho, treatment, right)

    delete_rows(ana_patient)

    assert not TreatmentCorrection.objects.exists()
