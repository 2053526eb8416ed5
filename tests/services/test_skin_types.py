"""A skin type is written down where it was asked, and no rule ever sees it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.services.test_enrolment import EVE
from tracker.errors import Invalid, NotAllowed
from tracker.models import Assessment, AuditEvent, Clinic, Patient, SkinType, Treatment, User
from tracker.services.assessments import facts_of
from tracker.services.check_ins import submit_check_in
from tracker.services.enrolment import edit_patient, enrol_patient

pytestmark = pytest.mark.django_db
TYPES = ("", *SkinType.values)
JUDGES = ("tracker/triage", "tracker/imaging", "tracker/protocols")


@pytest.mark.parametrize("skin_type", TYPES)
def test_it_is_kept_as_it_was_asked(clinic_a: Clinic, dr_cho: User, skin_type: str) -> None:
    enrol_patient(by=dr_cho, clinic=clinic_a, details=replace(EVE, skin_type=skin_type))

    assert Patient.objects.get().skin_type == skin_type


@pytest.mark.parametrize("skin_type", ["VII", "iv", "4", " IV", "not_asked"])
def test_what_is_no_type_is_refused(
    ana_patient: Patient, coordinator_a: User, clinic_a: Clinic, skin_type: str
) -> None:
    with pytest.raises(Invalid) as refused:
        enrol_patient(by=coordinator_a, clinic=clinic_a, details=replace(EVE, skin_type=skin_type))
    with pytest.raises(Invalid):
        edit_patient(by=coordinator_a, patient=ana_patient, changes={"skin_type": skin_type})

    assert list(refused.value.fields) == ["skin_type"]
    assert Patient.objects.get().skin_type == ""


def test_the_database_refuses_it_too(ana_patient: Patient) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Patient.objects.filter(pk=ana_patient.pk).update(skin_type="X")


def test_a_correction_is_written_down_without_what_it_says(
    ana_patient: Patient, coordinator_a: User
) -> None:
    for skin_type in ("VI", "V", ""):
        edit_patient(by=coordinator_a, patient=ana_patient, changes={"skin_type": skin_type})
        assert Patient.objects.get().skin_type == skin_type

    kept = AuditEvent.objects.filter(action="patient.edited")
    assert [each.detail for each in kept] == [{"fields": "skin_type"}] * 3


@pytest.mark.parametrize("who", ["ana", "dr_dia", "admin_a", "removed_doctor", "nobody"])
def test_others_do_not_write_it(
    request: pytest.FixtureRequest, ana_patient: Patient, who: str
) -> None:
    with pytest.raises(NotAllowed):
        edit_patient(
            by=request.getfixturevalue(who), patient=ana_patient, changes={"skin_type": "II"}
        )

    assert Patient.objects.get(pk=ana_patient.pk).skin_type == ""


def test_whatever_it_is_the_judge_sees_the_same_and_says_the_same(
    ana: User, ana_patient: Patient, her_toxin: Treatment, a_report: Callable[..., Any]
) -> None:
    said = []
    with time_machine.travel(timezone.now(), tick=False):
        for skin_type in TYPES:
            Patient.objects.filter(pk=ana_patient.pk).update(skin_type=skin_type)
            treatment = Treatment.objects.select_related("patient").get(pk=her_toxin.pk)
            with transaction.atomic():
                report = a_report("cheek", "left", numbness=5)
                told = submit_check_in(by=ana, treatment=treatment, report=report).check_in
                facts = facts_of(told, told.symptoms.all(), told.judged_at, {}).to_data()
                said.append((facts, Assessment.objects.get().receipt))
                transaction.set_rollback(True)

    assert len(said) == 7
    assert all(each == said[0] for each in said)


def test_what_judges_does_not_know_the_word() -> None:
    places = [Path(settings.ROOT) / each for each in JUDGES]
    files = [path for place in places for path in place.rglob("*.*") if path.suffix != ".pyc"]
    named = [path for path in files if path.suffix in {".py", ".toml"}]

    assert len(named) > 100
    assert [path for path in named if "skin_type" in path.read_text(encoding="utf-8")] == []
