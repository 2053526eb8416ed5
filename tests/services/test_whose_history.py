"""What is before the judge is hers alone: the statements that read it are written out."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import treat
from tracker.models import Patient, Treatment, User
from tracker.records.results import opened, result_to_open
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.looks import result_opened

pytestmark = pytest.mark.django_db


def test_nothing_of_another_patient_is_before_the_judge(
    ana: User,
    ben: User,
    ana_patient: Patient,
    ben_patient: Patient,
    her_toxin: Treatment,
    his_toxin: Treatment,
    a_report: Callable[..., Report],
) -> None:
    yesterday = timezone.now() - timedelta(hours=20)
    treat(ana_patient, "dermal_filler", ["lips"], hours_ago=24 * 30)
    treat(ben_patient, "dermal_filler", ["cheek"], hours_ago=24 * 30)
    for user, treatment, said in ((ana, her_toxin, {"bruise": 3}), (ben, his_toxin, {"pain": 8})):
        report = a_report("forehead", reported_at=yesterday, **said)
        submit_check_in(by=user, treatment=treatment, report=report)

    sent = submit_check_in(by=ana, treatment=her_toxin, report=a_report())

    facts = json.loads(sent.assessment.receipt)["facts"]
    assert [[row[0] for row in each["symptoms"]] for each in facts["earlier"]] == [["bruise"]]
    assert [each["procedure"] for each in facts["other_treatments"]] == ["dermal_filler"]
    assert "lips" in str(facts["other_treatments"])


def test_what_another_patient_has_opened_is_not_opened_by_her(
    ana: User,
    ben: User,
    her_toxin: Treatment,
    his_toxin: Treatment,
    a_report: Callable[..., Report],
) -> None:
    hers, his = (
        submit_check_in(by=user, treatment=treatment, report=a_report("cheek", numbness=4))
        for user, treatment in ((ana, her_toxin), (ben, his_toxin))
    )
    result_opened(by=ben, check_in=his.check_in)

    assert opened([hers.assessment]) == set()
    assert opened([his.assessment]) == {his.assessment.pk}
    assert result_to_open([hers.check_in], {}) == hers.check_in
