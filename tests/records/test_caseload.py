"""The caseload's figures equal a count by hand on a small world."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from tests.cast import person, record_of, report, treat
from tracker.figures.share import Share
from tracker.models import CheckIn, Clinic, Patient, ReviewCase, Treatment, User
from tracker.records import caseload_adherence, caseload_adverse, caseload_cases
from tracker.records import caseload_check_ins as told
from tracker.records.caseload_missed import missed
from tracker.records.caseload_period import Period
from tracker.services import reviews
from tracker.services.check_ins import submit_check_in
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db
LOST = {"answers": {"touch_felt": False, "movement_normal": True}}
CALLED = {"how": "phone", "outcome": "She is well"}
DAYS = {"botulinum_toxin": (0, 1, 2, 3), "dermal_filler": (0, 1, 2)}
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
BO = {"language": "es", "born": 1950, "skin_type": "V"}


def last_days(clinic: Clinic, days: int = 30) -> Period:
    today = timezone.now().date()
    return Period(clinic, today - timedelta(days=days), today, today)


def tell(treatment: Treatment, day: int, **said: Any) -> Any:
    """Her check-in at the treatment's hour on that day."""
    at = treatment.performed_at + timedelta(days=day, minutes=5)
    with time_machine.travel(at, tick=False):
        sent = report(**said, reported_at=at)
        return submit_check_in(by=treatment.patient.user, treatment=treatment, report=sent)


def decided(case: ReviewCase, by: User, reason: str, **more: Any) -> None:
    case.refresh_from_db()
    contact = {"at": timezone.now(), **CALLED}
    reviews.decide(by=by, case=case, version=case.version, reason=reason, contact=contact, **more)


@pytest.fixture
def treated(clinic_a: Clinic) -> Callable[..., Treatment]:
    """treated("ida", days_ago=3, born=1990): somebody of clinic A, treated at noon."""

    def make(name: str, *, days_ago: float, born: int = 1988, **facts: Any) -> Treatment:
        patient = record_of(person(name), clinic_a)
        Patient.objects.filter(pk=patient.pk).update(
            date_of_birth=date(born, 5, 14),
            language=facts.pop("language", "en"),
            skin_type=facts.pop("skin_type", ""),
        )
        kind = facts.pop("procedure", "botulinum_toxin")
        made = treat(patient, kind, facts.pop("areas", ["forehead"]), hours_ago=24 * days_ago)
        Treatment.objects.filter(pk=made.pk).update(**facts)
        return Treatment.objects.select_related("patient__user").get(pk=made.pk)

    return make


@pytest.fixture
def _at_noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.usefixtures("_at_noon")
def test_adherence_counts_days_that_are_over_and_each_of_them_once(treated, clinic_a):
    ida, bo = treated("ida", days_ago=3), treated("bo", days_ago=2, **BO)
    for day in (0, 1, 1):  # twice on day 1
        tell(ida, day)
    tell(bo, 1)
    tell(bo, 2)  # today: not counted yet
    found = caseload_adherence.adherence(last_days(clinic_a), DAYS)

    assert found.by_day() == {0: Share(1, 2), 1: Share(2, 2), 2: Share(0, 1)}
    assert found.total() == Share(3, 5)
    assert found.by_group() == {
        "language": {"en": Share(2, 3), "es": Share(1, 2)},
        "age": {"30_39": Share(2, 3), "60_up": Share(1, 2)},
        "skin": {"not_asked": Share(2, 3), "V_VI": Share(1, 2)},
    }
    listed = caseload_adherence.due_check_ins(last_days(clinic_a), DAYS)
    assert listed.count() == 3
    day_0 = caseload_adherence.due_treatments(last_days(clinic_a), DAYS, 0)
    silent = caseload_adherence.with_check_in(day_0, 0, came=False)
    assert [each.pk for each in silent] == [bo.pk]


@pytest.mark.usefixtures("_at_noon")
def test_a_patient_who_has_not_joined_owes_nothing(treated, clinic_a):
    Patient.objects.filter(pk=treated("ida", days_ago=3).patient_id).update(user=None)

    assert caseload_adherence.adherence(last_days(clinic_a), DAYS).total() == Share(0, 0)


@pytest.mark.usefixtures("_at_noon")
def test_each_procedure_has_days_of_its_own(treated, clinic_a):
    treated("ida", days_ago=5, procedure="dermal_filler")
    treated("bo", days_ago=5)

    found = caseload_adherence.adherence(last_days(clinic_a), DAYS).by_day()

    assert {day: share.of for day, share in found.items()} == {0: 2, 1: 2, 2: 2, 3: 1}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),  # 01:30, summer time
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),  # the 25th hour
        (datetime(2026, 10, 24, 22, 59, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), date(2026, 3, 29)),  # a day of 23 hours
        (datetime(2026, 3, 29, 23, 1, tzinfo=UTC), date(2026, 3, 30)),
    ],
)
def test_a_day_is_the_clinics_own_also_when_the_clocks_change(treated, clinic_a, moment, day):
    with time_machine.travel(NOON, tick=False):
        made = treated("ida", days_ago=1)
    Treatment.objects.filter(pk=made.pk).update(performed_at=moment)

    def of(first: date) -> int:
        period = Period(clinic_a, first, first, NOON.date())
        return caseload_adverse.treatments_in(period).count()

    assert [of(day + timedelta(days=shift)) for shift in (-1, 0, 1)] == [0, 1, 0]


def test_a_check_in_day_after_the_change_of_clocks_is_the_next_day(treated, clinic_a):
    """Treated on the 24th at 23:30 in London; day 1 is the 25th, which has 25 hours."""
    performed = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    with time_machine.travel(performed + timedelta(days=5), tick=False):
        made = treated("ida", days_ago=5)
        tell(made, 1)
        period = Period(clinic_a, date(2026, 10, 25), date(2026, 10, 25), date(2026, 10, 29))

        found = caseload_adherence.adherence(period, DAYS)

    assert CheckIn.objects.get().judged_at == datetime(2026, 10, 25, 22, 35, tzinfo=UTC)
    assert found.by_day() == {1: Share(1, 1)}


@pytest.mark.usefixtures("_at_noon")
def test_flags_photos_and_acts_equal_a_count_by_hand(treated, clinic_a, dr_cho, a_jpeg):
    ida, bo = treated("ida", days_ago=3), treated("bo", days_ago=3, language="es")
    numb = tell(ida, 1, region="cheek", numbness=4, **LOST)
    tell(ida, 2)
    also_numb = tell(bo, 1, region="cheek", numbness=4, **LOST)
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    photo, _new = take_photo(
        by=ida.patient.user, treatment=ida, check_in=numb.check_in, upload=upload
    )
    decided(numb.case, dr_cho, "treated")
    decided(also_numb.case, dr_cho, "expected_course")
    period = last_days(clinic_a)

    found = told.check_ins(period)

    assert (found.number, found.flags, found.photos) == (3, Share(2, 3), Share(1, 3))
    assert found.advice == Share(int(photo.quality["advice"] is not None), 1)
    assert found.by_rule(["numb-away", "hives"]) == {"numb-away": Share(1, 2)}
    assert found.flags_by_group()["language"] == {"en": Share(1, 2), "es": Share(1, 1)}
    every = told.check_ins_in(period)
    assert told.flagged(every, rule="numb-away").count() == 2
    assert told.flagged(every, rule="numb").count() == 0
    assert [each.pk for each in told.acted_on(every, period)] == [numb.check_in.pk]
    assert told.with_photo(every).get().pk == numb.check_in.pk


def test_replies_are_timed_from_the_opening_to_the_first_move(treated, clinic_a, dr_cho, lead_a):
    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        ida, bo, eve = (treated(name, days_ago=2) for name in ("ida", "bo", "eve"))
    opened = NOON - timedelta(hours=3)
    with time_machine.travel(opened, tick=False):
        urgent, review, unseen = (
            submit_check_in(by=each.patient.user, treatment=each, report=report(**said)).case
            for each, said in (
                (ida, {"region": "cheek", "numbness": 4, **LOST}),
                (bo, {"wants_contact": True}),
                (eve, {"region": "cheek", "numbness": 4, **LOST}),
            )
        )
    with time_machine.travel(opened + timedelta(minutes=30), tick=False):
        reviews.claim(by=lead_a, case=urgent, version=1)
        reviews.acknowledge(by=dr_cho, case=review, version=1)
    with time_machine.travel(NOON, tick=False):
        decided(urgent, dr_cho, "referred")
        found = caseload_cases.replies(last_days(clinic_a), timezone.now())

    by_level = caseload_cases.grouped(found, lambda each: each.level)
    assert set(by_level) == {"urgent", "review"}
    assert by_level["urgent"].viewed.median == timedelta(minutes=30)
    assert by_level["urgent"].answered.median == timedelta(hours=3)
    assert (by_level["urgent"].number, by_level["urgent"].viewed.count) == (2, 1)
    assert by_level["urgent"].late == Share(2, 2)  # 3 hours for 2 opening hours, and never seen
    assert by_level["review"].answered.count == 0
    assert by_level["review"].late == Share(0, 1)
    assert {each.hour for each in found} == {9}
    assert unseen.pk in caseload_cases.late_cases(ReviewCase.objects.all(), NOON).values_list(
        "pk", flat=True
    )


def test_open_cases_stand_by_age_whenever_they_were_opened(treated, clinic_a):
    with time_machine.travel(NOON, tick=False):
        made = [treated(f"p{n}", days_ago=300) for n in range(4)]
    for treatment, days in zip(made, (0.5, 2, 5, 200), strict=True):
        with time_machine.travel(NOON - timedelta(days=days), tick=False):
            submit_check_in(
                by=treatment.patient.user, treatment=treatment, report=report(wants_contact=True)
            )
    today = NOON.date()
    period = Period(clinic_a, today, today, today)

    found = caseload_cases.open_by_age(period, NOON)

    assert found == {"day": 1, "3_days": 1, "week": 1, "longer": 1}
    for band in found:
        listed = caseload_cases.of_age(caseload_cases.open_now(period), band, NOON)
        assert listed.count() == 1


@pytest.mark.usefixtures("_at_noon")
def test_a_false_alarm_is_counted_by_what_was_wrong(treated, clinic_a, dr_cho):
    ida, bo = treated("ida", days_ago=3), treated("bo", days_ago=3)
    for each, why in ((ida, "wrong_tap"), (bo, "rule_too_wide")):
        case = tell(each, 1, wants_contact=True).case
        decided(case, dr_cho, "false_alarm", false_alarm_because=why)
    period = last_days(clinic_a)

    assert caseload_cases.false_alarms(period) == {"wrong_tap": 1, "rule_too_wide": 1}
    assert caseload_cases.closed_because(period, "wrong_tap").get().treatment == ida


@pytest.mark.usefixtures("_at_noon")
def test_an_adverse_event_is_what_a_clinician_decided(treated, clinic_a, dr_cho):
    kinds = [
        treated("ida", days_ago=3, product="dysport", lot="L1", areas=["forehead", "glabella"]),
        treated("bo", days_ago=3, product="dysport", lot="L1"),
        treated("eve", days_ago=3, procedure="dermal_filler", areas=["lips"]),
        treated("old", days_ago=90, product="dysport", lot="L1"),
    ]
    for treatment, reason in zip(
        kinds, ("treated", "expected_course", "referred", "treated"), strict=True
    ):
        said = {"wants_contact": True} if reason == "referred" else {"hives": 6}
        decided(tell(treatment, 1, **said).case, dr_cho, reason)
    found = caseload_adverse.adverse(last_days(clinic_a), ["numb-away", "hives"])

    assert found.total == Share(2, 3)
    assert found.products == {
        ("botulinum_toxin", "dysport"): Share(1, 2),
        ("dermal_filler", ""): Share(1, 1),
    }
    assert found.regions == {"forehead": Share(1, 2), "glabella": Share(1, 1), "lips": Share(1, 1)}
    assert found.lots == {"L1": Share(1, 2)}
    assert found.kinds[kinds[2].pk] == ""
    assert sum(share.part for share in found.by_kind().values()) == 2


@pytest.mark.usefixtures("_at_noon")
def test_a_reopened_case_is_no_event_until_it_is_decided_again(treated, clinic_a, dr_cho):
    case = tell(treated("ida", days_ago=3), 1, region="cheek", numbness=4, **LOST).case
    decided(case, dr_cho, "treated")
    case.refresh_from_db()
    reviews.reopen(by=dr_cho, case=case, version=case.version, reason="Look again")

    assert caseload_adverse.adverse(last_days(clinic_a), []).total == Share(0, 1)


@pytest.mark.usefixtures("_at_noon")
def test_who_missed_two_days_in_a_row_is_listed_for_a_human_look(treated, clinic_a, clinic_b):
    ida, bo, eve = (treated(name, days_ago=4) for name in ("ida", "bo", "eve"))
    tell(bo, 2)  # day 3 only is over without a report
    tell(eve, 0, wants_contact=True)
    tell(treated("zoe", days_ago=4), 3)  # heard of yesterday
    ola = treated("ola", days_ago=4)
    Patient.objects.filter(pk=ola.patient_id).update(user=None)  # she never joined
    found = {each.treatment.pk: each for each in missed(clinic_a, DAYS, timezone.now())}

    assert {pk: each.days for pk, each in found.items()} == {ida.pk: [1, 2, 3], eve.pk: [1, 2, 3]}
    assert (found[ida.pk].case_is_open, found[ida.pk].last_at) == (False, None)
    assert found[eve.pk].case_is_open
    assert found[eve.pk].last_at is not None
    assert missed(clinic_b, DAYS, timezone.now()) == []


@pytest.mark.usefixtures("_at_noon")
def test_the_lists_behind_adherence_hold_who_joined_this_clinic(treated, clinic_a, clinic_b):
    ida, ola = (treated(name, days_ago=4) for name in ("ida", "ola"))
    for each in (ida, ola):
        tell(each, 1)
    Patient.objects.filter(pk=ola.patient_id).update(user=None)
    here, there = last_days(clinic_a), last_days(clinic_b)

    assert list(caseload_adherence.due_treatments(here, DAYS, 1)) == [ida]
    assert [each.treatment for each in caseload_adherence.due_check_ins(here, DAYS)] == [ida]
    assert list(caseload_adherence.due_treatments(there, DAYS, 1)) == []
    assert list(caseload_adherence.due_check_ins(there, DAYS)) == []


@pytest.mark.usefixtures("_at_noon")
def test_another_clinics_rows_are_nowhere(treated, clinic_b, dr_cho):
    ida = treated("ida", days_ago=4, product="dysport", lot="L1")
    decided(tell(ida, 1, region="cheek", numbness=4, **LOST).case, dr_cho, "treated")
    tell(ida, 2, wants_contact=True)
    period, now = last_days(clinic_b), timezone.now()

    assert caseload_adherence.adherence(period, DAYS).counts == ()
    assert told.check_ins(period).number == 0
    assert told.check_ins(period).flagged == ()
    assert caseload_cases.replies(period, now) == []
    assert sum(caseload_cases.open_by_age(period, now).values()) == 0
    assert caseload_cases.false_alarms(period) == {}
    assert not caseload_cases.closed_in(period).exists()
    assert not told.acted_on(CheckIn.objects.all(), period).exists()
    assert caseload_adverse.adverse(period, []).total == Share(0, 0)
    assert missed(clinic_b, DAYS, now) == []
