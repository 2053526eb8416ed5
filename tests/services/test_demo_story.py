"""The demo's story, told through the services: the same people, the same findings, once."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tracker.demo import story
from tracker.demo.cast import CAST, named
from tracker.demo.clock import at
from tracker.demo.people import ONE_TAP, address_of
from tracker.demo.plan import Part
from tracker.demo.stage import Actor
from tracker.demo.timetable import Event
from tracker.models import (
    AuditEvent,
    CheckIn,
    InjectionSite,
    Membership,
    Message,
    Notification,
    NotificationState,
    Patient,
    Photo,
    ReviewCase,
    Role,
    SymptomReport,
    Treatment,
    User,
)
from tracker.records import audit_chain, queries
from tracker.records.access import CLINICIANS, memberships

pytestmark = pytest.mark.full

NOW = datetime(2026, 11, 18, 14, 30, tzinfo=UTC)  # a Wednesday


def unseen(part: Part) -> Part:
    """Without photos, which take their time to draw."""
    return replace(part, shots={}, beats=tuple(b for b in part.beats if b.do != "photo"))


EVERYBODY = {key: tuple(unseen(part) for part in parts) for key, parts in CAST.items()}
TWO = {"harbour": (unseen(named.ANA),), "meadow": (unseen(named.CLEO),)}


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The whole cast, told once for this file and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        story.tell(NOW, EVERYBODY)
        yield
        transaction.set_rollback(True)


def who(key: str) -> User:
    return User.objects.get(email=address_of(key))


def case_of(key: str) -> ReviewCase:
    return ReviewCase.objects.get(patient__user=who(key))


def test_every_skin_type_is_written_down_and_some_were_not_asked(told: None) -> None:
    recorded = set(Patient.objects.values_list("skin_type", flat=True))

    assert recorded == {"", "I", "II", "III", "IV", "V", "VI"}


def test_each_patient_has_a_number_of_her_own_that_nobody_is_called_on(told: None) -> None:
    numbers = list(Patient.objects.values_list("phone", flat=True))

    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\+353 20 915 \d{4}", each) for each in numbers)


def test_the_people_of_the_cast_are_always_there(told: None) -> None:
    roles = {key: set(who(key).memberships.values_list("role", flat=True)) for key in ONE_TAP}

    assert roles == {
        "ana": set(),
        "ben": set(),
        "cleo": set(),
        "dr.cho": {Role.DERMATOLOGIST},
        "dr.dia": {Role.DERMATOLOGIST},
        "lead.a": {Role.CLINICAL_LEAD, Role.ADMINISTRATOR},
        "lead.b": {Role.CLINICAL_LEAD, Role.ADMINISTRATOR},
        "admin.a": {Role.ADMINISTRATOR},
    }
    assert not any(who(key).has_usable_password() for key in ONE_TAP)


def test_ana_is_on_day_3_with_a_bruise_and_all_well(told: None) -> None:
    treatment = Treatment.objects.get(patient__user=who("ana"))
    treated = set(InjectionSite.objects.filter(treatment=treatment).values_list("region", flat=1))
    last = queries.last_check_in(treatment)
    assert last is not None
    with at(NOW):
        day = (timezone.localdate() - timezone.localdate(treatment.performed_at)).days

    assert (day, treatment.procedure, treated) == (
        3,
        "botulinum_toxin",
        {"forehead", "glabella"},
    )
    assert {s.symptom for s in last.symptoms.all()} >= {"bruise"}
    assert last.assessments.get().urgency == "self_care"
    assert not ReviewCase.objects.filter(treatment=treatment).exists()


def test_ben_is_flagged_urgent_for_his_numb_left_cheek(told: None) -> None:
    case = case_of("ben")
    said = SymptomReport.objects.get(check_in__patient=case.patient, symptom="numbness")

    assert (case.urgency, case.status, case.assigned_to) == ("urgent", "open", None)
    assert (said.region, said.side) == ("cheek", "left")
    assert said.check_in.received_at - said.onset_at < timedelta(hours=36)
    assert case.clinic == Treatment.objects.get(patient__user=who("ana")).patient.clinic


def test_the_history_holds_every_kind_of_case(told: None) -> None:
    cases = ReviewCase.objects.all()
    states = set(cases.values_list("urgency", "status"))
    decisions = {case.decision["reason"] for case in cases if case.decision}
    with at(NOW):
        overdue = [case for case in cases if case.is_overdue]

    assert states >= {
        ("emergency", "open"),
        ("emergency", "closed"),
        ("urgent", "open"),
        ("urgent", "closed"),
        ("review", "open"),
        ("review", "closed"),
        ("review", "snoozed"),
        ("review", "waiting_patient"),
    }
    assert set(cases.values_list("raised_by", flat=True)) >= {"rule", "patient"}
    assert decisions >= {"expected_course", "treated", "referred", "false_alarm"}
    assert overdue
    assert any(case.escalation for case in cases)


def test_urgent_and_emergency_closed_only_with_a_contact(told: None) -> None:
    grave = ReviewCase.objects.filter(status="closed", urgency__in=["urgent", "emergency"])

    assert grave
    assert all(case.decision and case.decision["contact"] for case in grave)


def test_nobody_touches_what_is_of_the_other_clinic(told: None) -> None:
    assert Patient.objects.values("clinic").distinct().count() == 2
    for treatment in Treatment.objects.select_related("patient"):
        recorded_by = treatment.recorded_by
        assert recorded_by is not None
        assert works_at(recorded_by, treatment.patient.clinic_id)
    for message in Message.objects.exclude(sender_role="patient"):
        assert works_at(message.sender, message.treatment.patient.clinic_id)
    for case in ReviewCase.objects.select_related("patient").exclude(assigned_to=None):
        assert case.assigned_to and works_at(case.assigned_to, case.patient.clinic_id)
    assert not Membership.objects.values("user").filter(
        clinic__name__startswith="Meadow", user__memberships__clinic__name__startswith="Harbour"
    )


def works_at(user: User, clinic: object) -> bool:
    roles = (*CLINICIANS, Role.COORDINATOR)
    return memberships(user, roles).filter(clinic=clinic).exists()


def test_every_row_stands_at_its_hour_of_the_story(told: None) -> None:
    late = CheckIn.objects.filter(received_at__gt=NOW)
    unlike = [
        check_in
        for check_in in CheckIn.objects.all()
        if not timedelta() <= check_in.received_at - check_in.reported_at < timedelta(seconds=1)
    ]

    assert not late and not unlike
    assert not CheckIn.objects.filter(clock_suspect=True)
    assert not AuditEvent.objects.filter(at__gt=NOW)


def test_the_audit_chains_are_whole_and_in_order_of_time(told: None) -> None:
    for chain in AuditEvent.objects.values_list("chain", flat=True).distinct():
        rows = list(AuditEvent.objects.filter(chain=chain).order_by("sequence"))

        assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert list(audit_chain.faults()) == []


def test_no_mail_of_the_story_arrives_today_and_no_link_stays(told: None) -> None:
    rows = Notification.objects.all()

    assert rows
    assert {(row.state, json.dumps(row.detail)) for row in rows} == {
        (NotificationState.SENT.value, "{}")
    }


def test_the_same_seed_tells_the_same_story(db: None) -> None:
    def tale() -> list[tuple[object, ...]]:
        with transaction.atomic():
            story.tell(NOW, TWO)
            fields = ("check_in__client_id", "symptom", "severity", "course", "onset_at")
            said = SymptomReport.objects.order_by("check_in__reported_at", "position")
            found = list(said.values_list(*fields))
            transaction.set_rollback(True)
        return found

    first = tale()
    assert first and first == tale()


@pytest.mark.parametrize("hours", range(0, 24 * 8, 19))
def test_the_story_can_be_told_at_any_hour_of_any_day(db: None, hours: int) -> None:
    now = NOW + timedelta(hours=hours)

    story.tell(now, EVERYBODY)

    states = set(ReviewCase.objects.values_list("urgency", "status"))
    assert case_of("ben").urgency == "urgent"
    assert {("emergency", "open"), ("review", "snoozed"), ("review", "waiting_patient")} <= states


def test_an_interrupted_telling_leaves_nothing_and_can_begin_again(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = Actor.play

    def fall_over(actor: Actor, event: Event) -> None:
        if event.what == "report" and event.day == 2:
            raise KeyboardInterrupt
        play(actor, event)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Actor, "play", fall_over)
        story.tell(NOW, TWO)
    assert not story.is_told() and not Patient.objects.exists()

    story.tell(NOW, TWO)
    assert story.is_told()


def test_drawn_photos_go_through_the_intake_and_are_good_ones(db: None) -> None:
    ana = replace(named.ANA, shots={0: ("front_rest",), 1: ("left_45",)}, beats=())

    story.tell(NOW, {"harbour": (ana,)})

    photos = Photo.objects.order_by("taken_at")
    assert [photo.view for photo in photos] == ["front_rest", "left_45"]
    assert [photo.check_in is None for photo in photos] == [True, False]
    assert [photo.quality["advice"] for photo in photos] == [None, None]
