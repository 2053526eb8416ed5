"""How often a rule fired and was acted on: counted over the clinic, kept for an hour."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from tests.conftest import treat
from tracker.models import Assessment, CheckIn, Clinic, Patient, ReviewCase, Treatment, User
from tracker.records.acting import NOTHING, sequels
from tracker.records.rule_use import Use, count, rule_use
from tracker.services import reviews
from tracker.services.check_ins import Report, submit_check_in

pytestmark = pytest.mark.django_db
LOST = {"answers": {"touch_felt": False, "movement_normal": True}}
CALLED = {"how": "phone", "outcome": "She is well"}


def decided(case: ReviewCase, by: User, reason: str) -> None:
    contact = {"at": timezone.now(), **CALLED}
    case.refresh_from_db()
    reviews.decide(by=by, case=case, version=case.version, reason=reason, contact=contact)


@pytest.mark.parametrize(
    ("reason", "acted"),
    [("treated", True), ("referred", True), ("expected_course", False), ("unreachable", False)],
)
def test_a_decision_to_treat_or_refer_is_acting(
    reason: str, acted: bool, urgent_case: ReviewCase, dr_cho: User
) -> None:
    check_in = CheckIn.objects.get().pk
    assert sequels([check_in])[check_in].outcome == "open"
    decided(urgent_case, dr_cho, reason)
    found = sequels([check_in])[check_in]

    assert (found.case, found.outcome, found.acted_on) == (urgent_case.pk, reason, acted)


def test_asking_for_a_photo_or_escalating_is_acting(urgent_case: ReviewCase, dr_cho: User) -> None:
    check_in = CheckIn.objects.get().pk
    soon = timezone.now() + timedelta(hours=1)
    reviews.acknowledge(by=dr_cho, case=urgent_case, version=1)
    assert not sequels([check_in])[check_in].acted_on
    reviews.escalate(
        by=dr_cho, case=urgent_case, version=2, to="lead", reason="Look", wanted_by=soon
    )

    assert sequels([check_in])[check_in].acted_on


def test_what_was_done_before_a_check_in_joined_the_case_is_not_about_it(
    urgent_case: ReviewCase, dr_cho: User, ana: User, her_toxin: Treatment, a_report: Any
) -> None:
    first = CheckIn.objects.get().pk
    soon = timezone.now() + timedelta(hours=1)
    reviews.request_photo(by=dr_cho, case=urgent_case, version=1, view="front_rest", wanted_by=soon)
    later = submit_check_in(by=ana, treatment=her_toxin, report=a_report(hives=4)).check_in.pk
    found = sequels([first, later])

    assert (found[first].acted_on, found[later].acted_on) == (True, False)


def test_a_check_in_without_a_case_has_no_sequel(
    ana: User, her_toxin: Treatment, a_report: Callable[..., Report]
) -> None:
    quiet = submit_check_in(by=ana, treatment=her_toxin, report=a_report("forehead", bruise=1))

    assert sequels([quiet.check_in.pk]) == {}
    assert (NOTHING.outcome, NOTHING.acted_on) == ("none", False)


def test_counts_equal_a_direct_count(
    urgent_case: ReviewCase,
    dr_cho: User,
    ana: User,
    ben: User,
    ben_patient: Patient,
    her_toxin: Treatment,
    his_toxin: Treatment,
    a_report: Callable[..., Report],
    clinic_a: Clinic,
) -> None:
    decided(urgent_case, dr_cho, "treated")
    submit_check_in(by=ben, treatment=his_toxin, report=a_report("cheek", numbness=4, **LOST))
    long_ago = treat(ben_patient, "botulinum_toxin", ["forehead"], hours_ago=24 * 70)
    then = timezone.now() - timedelta(days=60)
    old = a_report("cheek", numbness=4, reported_at=then, **LOST)
    submit_check_in(by=ben, treatment=long_ago, report=old)

    found = count(clinic_a.pk)
    direct = sum("numb-away" in each.rules for each in Assessment.objects.all())

    assert found.of("numb-away") == Use(year=direct, acted_year=1, month=2, acted_month=1)
    assert direct == 3
    assert (found.year, found.month) == (3, 2)
    assert found.of("no-such-rule") == Use()


def test_only_the_newest_judgement_of_a_check_in_counts(
    urgent_case: ReviewCase, clinic_a: Clinic
) -> None:
    newer = Assessment.objects.get()
    newer.pk, newer.number, newer._state.adding, newer.rules = None, 2, True, ["bruise"]
    newer.save()
    found = count(clinic_a.pk)

    assert (found.of("numb-away").year, found.of("bruise").year) == (0, 1)


def test_a_clinic_counts_its_own_and_clinics_add_up(
    urgent_case: ReviewCase,
    cleo: User,
    cleos_filler: Treatment,
    a_report: Callable[..., Report],
    clinic_a: Clinic,
    clinic_b: Clinic,
) -> None:
    submit_check_in(by=cleo, treatment=cleos_filler, report=a_report("arm", numbness=4, **LOST))

    assert rule_use([clinic_b.pk]).of("numb-away").year == 1
    assert rule_use([clinic_a.pk, clinic_b.pk]).of("numb-away").year == 2
    assert (rule_use([clinic_a.pk]).year, rule_use([clinic_b.pk]).year) == (1, 1)
    assert rule_use([]).year == 0


def test_figures_are_kept_for_an_hour(
    urgent_case: ReviewCase, ben: User, his_toxin: Treatment, a_report: Any, clinic_a: Clinic
) -> None:
    first = rule_use([clinic_a.pk])
    numb = a_report("cheek", "left", numbness=4, **LOST)
    submit_check_in(by=ben, treatment=his_toxin, report=numb)
    kept = rule_use([clinic_a.pk])
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        later = rule_use([clinic_a.pk])

    assert (kept.counted_at, kept.year) == (first.counted_at, 1)
    assert (later.year, later.counted_at > first.counted_at) == (2, True)
