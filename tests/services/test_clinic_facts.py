"""Hours, numbers, response times, consent words, retention: an administrator's word, checked."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import AuditEvent, ConsentText, LegalHold, Patient
from tracker.records.consent_texts import words_of
from tracker.services import clinic_facts, consent_texts, consents, erasures, retention
from tracker.services.response_times import due_at, is_half_way

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
TUESDAY_10 = datetime(2026, 11, 24, 10, tzinfo=LONDON)
NUMBERS = {
    "phone": "+44 20 7946 0101",
    "out_of_hours_phone": "",
    "emergency_number": "999",
    "address": "1 High Street",
}


@pytest.fixture(params=["dr_cho", "coordinator_a", "dr_dia", "nobody"])
def stranger(request, clinic_a):
    return request.getfixturevalue(request.param)


def test_none_of_it_is_anybody_elses_to_change(stranger, clinic_a, ana_patient):
    whose = {"by": stranger, "clinic": clinic_a}
    for change in (
        lambda: clinic_facts.change_hours(
            **whose, hours={"mon": [["09:00", "17:00"]]}, holidays=[]
        ),
        lambda: clinic_facts.change_numbers(**whose, **NUMBERS),
        lambda: clinic_facts.change_response_times(**whose, emergency=5, urgent=30, review=2),
        lambda: consent_texts.publish(**whose, kind="care", text={"en": "a", "es": "a"}),
        lambda: retention.change_years(**whose, years=20, over=None),
        lambda: retention.place_hold(**whose, patient=str(ana_patient.pk), reason="dispute-1"),
        lambda: retention.end_hold(**whose, hold=str(ana_patient.pk)),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert not AuditEvent.objects.exists()


def test_hours_and_holidays_move_the_clock_of_cases_to_come(admin_a, clinic_a):
    clinic_facts.change_hours(
        by=admin_a, clinic=clinic_a,
        hours={"tue": [["09:00", "10:30"], ["14:00", "18:00"]], "thu": [["09:00", "17:00"]]},
        holidays=["2026-11-26", "2026-12-25", "2026-12-25"],
    )  # fmt: skip

    clinic_a.refresh_from_db()
    assert clinic_a.holidays == ["2026-11-26", "2026-12-25"]
    assert set(clinic_a.hours) == {"tue", "thu"}
    assert due_at("urgent", clinic_a, TUESDAY_10) == TUESDAY_10.replace(hour=15, minute=30)
    assert AuditEvent.objects.get().action == "clinic.changed"


@pytest.mark.parametrize(
    ("hours", "holidays", "field"),
    [
        ({}, [], "mon"),
        ({"mon": [["09:00", ""]]}, [], "mon"),
        ({"mon": [["nine", "five"]]}, [], "mon"),
        ({"tue": [["17:00", "09:00"]]}, [], "tue"),
        ({"tue": [["09:00", "13:00"], ["12:00", "17:00"]]}, [], "tue"),
        ({"mon": [["09:00", "17:00"]]}, ["Christmas"], "holidays"),
        ({"mon": [["09:00", "17:00"]]}, ["2026-02-30"], "holidays"),
    ],
)
def test_hours_that_cannot_be_are_named(admin_a, clinic_a, hours, holidays, field):
    with pytest.raises(Invalid) as refused:
        clinic_facts.change_hours(by=admin_a, clinic=clinic_a, hours=hours, holidays=holidays)

    assert set(refused.value.fields) == {field}


def test_numbers_are_numbers(admin_a, clinic_a):
    clinic_facts.change_numbers(by=admin_a, clinic=clinic_a, **NUMBERS)
    clinic_a.refresh_from_db()
    assert clinic_a.emergency_number == "999"

    for name in ("phone", "emergency_number", "out_of_hours_phone"):
        for wrong in ("call us", "1", "tel:112", "112;ext", "9" * 41):
            with pytest.raises(Invalid) as refused:
                clinic_facts.change_numbers(by=admin_a, clinic=clinic_a, **{**NUMBERS, name: wrong})
            assert name in refused.value.fields
    with pytest.raises(Invalid):
        clinic_facts.change_numbers(by=admin_a, clinic=clinic_a, **{**NUMBERS, "phone": ""})


def test_response_times_get_shorter_and_never_longer_than_promised(admin_a, clinic_a):
    promised = {
        each: due_at(each, clinic_a, TUESDAY_10) for each in ("emergency", "urgent", "review")
    }
    clinic_facts.change_response_times(
        by=admin_a, clinic=clinic_a, emergency=5, urgent=60, review=4
    )
    clinic_a.refresh_from_db()

    assert due_at("emergency", clinic_a, TUESDAY_10) == TUESDAY_10 + timedelta(minutes=5)
    assert due_at("urgent", clinic_a, TUESDAY_10) == TUESDAY_10 + timedelta(hours=1)
    assert due_at("review", clinic_a, TUESDAY_10) == TUESDAY_10 + timedelta(hours=4)
    half = TUESDAY_10 + timedelta(minutes=30)
    assert is_half_way("urgent", clinic_a, TUESDAY_10 + timedelta(hours=1), half)
    assert not is_half_way("urgent", clinic_a, TUESDAY_10 + timedelta(hours=1), TUESDAY_10)
    for slower in ((20, 60, 4), (5, 240, 4), (5, 60, 24), (0, 60, 4), (5, 60, 0)):
        with pytest.raises(Invalid):
            clinic_facts.change_response_times(
                by=admin_a, clinic=clinic_a,
                emergency=slower[0], urgent=slower[1], review=slower[2],
            )  # fmt: skip
    clinic_a.emergency_minutes, clinic_a.urgent_minutes, clinic_a.review_hours = 90, 900, 900
    slow = {each: due_at(each, clinic_a, TUESDAY_10) for each in promised}
    assert slow == promised, "not even where the row itself was changed"


def test_a_new_version_of_consent_words_holds_for_who_decides_afterwards(
    admin_a, ana, ana_patient, clinic_a, clinic_b
):
    before = consents.decide(by=ana, patient=ana_patient, kind="photos", given=True, language="en")
    words = {"en": "Photos stay in the building.", "es": "Las fotos no salen de aquí."}

    consent_texts.publish(by=admin_a, clinic=clinic_a, kind="photos", text=words)
    after = consents.decide(by=ana, patient=ana_patient, kind="photos", given=True, language="es")

    assert before.text_version == consents.TEXT_VERSION
    assert after.text_version == f"{consents.TEXT_VERSION}+1"
    assert words_of(clinic_a.pk, "photos", "es") == words["es"]
    assert words_of(clinic_a.pk, "care", "en") == words_of(clinic_b.pk, "photos", "en") == ""


def test_an_addition_is_taken_back_by_a_newer_version_and_never_edited(admin_a, clinic_a):
    consent_texts.publish(by=admin_a, clinic=clinic_a, kind="care", text={"en": "a", "es": "b"})
    consent_texts.publish(by=admin_a, clinic=clinic_a, kind="care", text={"en": " ", "es": ""})

    assert words_of(clinic_a.pk, "care", "en") == ""
    assert list(ConsentText.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ConsentText.objects.update(text={})


@pytest.mark.parametrize(
    ("kind", "text", "field"),
    [
        ("care", {"en": "Only English"}, "es"),
        ("care", {"en": "x" * 1001, "es": "x"}, "en"),
        ("marketing", {"en": "a", "es": "b"}, "kind"),
    ],
)
def test_words_that_cannot_be_are_named(admin_a, clinic_a, kind, text, field):
    with pytest.raises(Invalid) as refused:
        consent_texts.publish(by=admin_a, clinic=clinic_a, kind=kind, text=text)

    assert set(refused.value.fields) == {field}


def test_fewer_years_want_the_number_of_records_that_this_ends(
    admin_a, clinic_a, her_toxin, cleos_filler
):
    for each in (her_toxin, cleos_filler):
        each.performed_at = timezone.now() - timedelta(days=3 * 366)
        each.save()
    for over in (None, 0, 2):
        with pytest.raises(Invalid):
            retention.change_years(by=admin_a, clinic=clinic_a, years=3, over=over)

    retention.change_years(by=admin_a, clinic=clinic_a, years=3, over=1)

    clinic_a.refresh_from_db()
    assert clinic_a.retention_years == 3
    assert AuditEvent.objects.get().detail == {"part": "retention", "was": 8, "years": 3}
    retention.change_years(by=admin_a, clinic=clinic_a, years=10, over=None)
    for wrong in (0, 31):
        with pytest.raises(Invalid):
            retention.change_years(by=admin_a, clinic=clinic_a, years=wrong, over=0)


def test_who_asked_to_be_erased_is_counted_at_her_clinic_alone(
    ana, ana_patient, clinic_a, clinic_b
):
    erasures.ask(by=ana, patient=ana_patient)

    assert (retention.requests(clinic_a), retention.requests(clinic_b)) == (1, 0)


def test_a_hold_is_placed_and_ended_by_name_in_the_trail(admin_a, clinic_a, ana_patient):
    hold = retention.place_hold(
        by=admin_a, clinic=clinic_a, patient=f" {ana_patient.pk} ", reason="dispute-4"
    )
    assert list(retention.holds(clinic_a)) == [hold]

    retention.end_hold(by=admin_a, clinic=clinic_a, hold=str(hold.pk))

    rows = AuditEvent.objects.order_by("pk").values_list("action", "actor")
    assert list(rows) == [("hold.placed", admin_a.pk), ("hold.ended", admin_a.pk)]
    with pytest.raises(NotFound):
        retention.end_hold(by=admin_a, clinic=clinic_a, hold=str(hold.pk))


def test_no_hold_on_another_clinics_record_and_no_name_as_its_code(
    admin_a, clinic_a, ana_patient, cleo_patient
):
    for number in (str(cleo_patient.pk), "x", ""):
        with pytest.raises(Invalid) as refused:
            retention.place_hold(by=admin_a, clinic=clinic_a, patient=number, reason="dispute-1")
        assert set(refused.value.fields) == {"patient"}
    for reason in ("Ana Example", "", "x"):
        with pytest.raises(Invalid):
            retention.place_hold(
                by=admin_a, clinic=clinic_a, patient=str(ana_patient.pk), reason=reason
            )
    other = LegalHold.objects.create(patient=Patient.objects.get(pk=cleo_patient.pk), reason="x-1")
    with pytest.raises(NotFound):
        retention.end_hold(by=admin_a, clinic=clinic_a, hold=str(other.pk))
