"""When a total makes a person look again: by the labels, and by what the clinic usually gives."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tracker.models import AuditEvent
from tracker.records.amounts import halves, last_amounts
from tracker.services.concerns import concerns_about_treatment
from tracker.services.enrolment import SiteDetails, TreatmentDetails, record_treatment
from tracker.services.usual_totals import LIMITS, OF_A_UNIT, OWN_FROM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_protocol")]
FILLERS = ("hyaluronic_acid", "poly_l_lactic_acid")


def given(amount, *, product="xeomin", region="glabella", side="", days_ago=1):
    procedure = "dermal_filler" if product in FILLERS else "botulinum_toxin"
    number = None if amount is None else Decimal(amount)
    return TreatmentDetails(
        procedure=procedure,
        product=product,
        performed_at=timezone.now() - timedelta(days=days_ago),
        sites=(SiteDetails(region, side, number),),
    )


def stops(clinic, treatment):
    found = [each.total for each in concerns_about_treatment(clinic.pk, treatment)]
    return found[0] if found else None


def test_every_product_has_a_limit_in_its_own_unit(the_protocol):
    known = the_protocol.products

    assert set(LIMITS) <= set(known)
    assert {product.unit for product in known.values()} <= set(OF_A_UNIT)


@pytest.mark.parametrize(
    ("product", "usual", "too_much"),
    [
        ("xeomin", "100", "100.5"),
        ("dysport", "250", "5000"),
        ("hyaluronic_acid", "9", "9.05"),
        ("poly_l_lactic_acid", "20", "200"),
    ],
)
def test_above_the_limit_a_person_looks_again(product, usual, too_much, clinic_a):
    assert stops(clinic_a, given(usual, product=product)) is None
    found = stops(clinic_a, given(too_much, product=product))

    assert (found.total, found.limit, found.own) == (Decimal(too_much), Decimal(usual), None)


def test_one_amount_for_both_sides_is_counted_once_as_it_is_read(clinic_a):
    assert stops(clinic_a, given("100", region="cheek", side="both")) is None
    assert stops(clinic_a, given("120", region="cheek", side="both")).total == 120


def test_one_amount_for_both_sides_does_not_say_what_one_side_is_given(
    clinic_a, ana_patient, dr_cho
):
    record_treatment(by=dr_cho, patient=ana_patient, details=given("24", side="both"))

    assert last_amounts(clinic_a.pk) == {}


@pytest.mark.parametrize("amount", ["24", "12.55", "0.01", "1.6"])
def test_halves_are_together_what_was_recorded(amount):
    left, right = halves(Decimal(amount))

    assert left + right == Decimal(amount)
    assert 0 <= left - right <= Decimal("0.01")


@pytest.mark.parametrize("amount", [None, "0"])
def test_without_an_amount_there_is_nothing_to_compare(amount, clinic_a):
    assert stops(clinic_a, given(amount)) is None


def test_a_treatment_whose_product_is_not_known_is_not_compared(clinic_a):
    details = replace(given("5000"), product="")

    assert stops(clinic_a, details) is None


def test_three_times_what_the_clinic_usually_gives_is_unusual_there(
    clinic_a, clinic_b, ana_patient, dr_cho
):
    for _number in range(OWN_FROM - 1):
        record_treatment(by=dr_cho, patient=ana_patient, details=given("20"))
    assert stops(clinic_a, given("61")) is None, "too few to say"

    record_treatment(by=dr_cho, patient=ana_patient, details=given("20"))

    found = stops(clinic_a, given("61"))
    assert (found.total, found.limit, found.own) == (61, None, 20)
    assert stops(clinic_a, given("60")) is None
    assert stops(clinic_b, given("61")) is None, "another clinic's habits are its own"
    assert stops(clinic_a, given("61", product="dysport")) is None, "nor another product's"


def test_what_is_recorded_over_the_limit_is_written_down_without_a_page_too(ana_patient, dr_cho):
    record_treatment(by=dr_cho, patient=ana_patient, details=given("5000"))

    assert AuditEvent.objects.get().detail == {"lot_expired": False, "total_unusual": True}


def test_the_last_amount_of_a_place_is_the_clinic_s_own(clinic_a, clinic_b, ana_patient, dr_cho):
    for days_ago, amount in ((3, "4"), (1, "6.50"), (2, "5"), (400, "9")):
        details = given(amount, region="cheek", side="left", days_ago=days_ago)
        record_treatment(by=dr_cho, patient=ana_patient, details=details)
    record_treatment(by=dr_cho, patient=ana_patient, details=given("9", days_ago=400))

    assert last_amounts(clinic_a.pk) == {"xeomin": {"cheek": Decimal("6.5")}}
    assert last_amounts(clinic_b.pk) == {}
