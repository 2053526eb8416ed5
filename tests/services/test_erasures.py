"""From her request to the proof: nothing of hers is left, nothing of anybody else's is gone."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from tests.frontend.inviting import invited_patient, mailed_link, opened, shown_link
from tests.services.her_tables import add_one, ways_to_her
from tests.services.photo_days import take
from tests.services.stored_photos import file_of, key_file, store_in
from tests.skin import EYES, circle
from tracker.errors import NotAllowed
from tracker.models import (
    AftercareSlip,
    AuditEvent,
    Clinic,
    Erasure,
    NoteMark,
    Notification,
    Patient,
    Photo,
    PushSubscription,
    RemedyFeedback,
    RemedyOutcome,
    ReviewCase,
    ReviewEvent,
    Role,
    Treatment,
    User,
)
from tracker.records import audit_chain
from tracker.services import erasures, notifications, reviews
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.clinics import invite_staff
from tracker.services.enrolment import edit_patient
from tracker.services.landmarks import mark_landmarks
from tracker.services.measuring import measure_bruise
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db
CANARY = "zanzibar"


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    return store_in(settings, tmp_path)


@pytest.fixture
def her_story(
    data: Path,
    ana: User,
    ana_patient: Patient,
    her_toxin: Treatment,
    review_case: ReviewCase,
    dr_cho: User,
    a_jpeg: bytes,
) -> Photo:
    """A row in every table that can hold one of hers, with a word that stands nowhere else."""
    Patient.objects.filter(pk=ana_patient.pk).update(name=CANARY, phone=CANARY)
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    photo = take(ana, her_toxin, a_jpeg, 20, "front_rest")
    mark_landmarks(by=ana, photo=photo, points=EYES)
    for sender in (ana, dr_cho):
        send_message(by=sender, treatment=her_toxin, client_id=uuid4(), text=CANARY)
    told = her_toxin.check_ins.get()
    NoteMark.objects.get_or_create(check_in=told)
    RemedyFeedback.objects.create(
        check_in=told, treatment=her_toxin, remedy="waiting", outcome=RemedyOutcome.values[0]
    )
    AftercareSlip.objects.create(treatment=her_toxin, behaviour="rubbed_site")
    review_case.refresh_from_db()
    reviews.acknowledge(by=dr_cho, case=review_case, version=review_case.version)
    review_case.refresh_from_db()
    until = timezone.now() + timedelta(hours=1)
    reviews.snooze(
        by=dr_cho, case=review_case, version=review_case.version, until=until, reason=CANARY
    )
    return photo


def everything() -> str:
    """The whole database in words, the audit trail included."""
    tables = {each._meta.db_table for each in apps.get_models(include_auto_created=True)}
    said = []
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            said += [f"{table} {row!r}" for row in cursor.fetchall()]
    said += [f"session {each.get_decoded()}" for each in Session.objects.all()]
    return "\n".join(said)


def retention_is_over(clinic: Clinic) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(retention_years=0)


def two_weeks_later(patient: Patient, but: timedelta = timedelta()) -> None:
    asked_at = timezone.now() - timedelta(days=14) + but
    Erasure.objects.filter(patient=patient.pk).update(asked_at=asked_at)


def erase_due(**options: Any) -> list[str]:
    out = StringIO()
    call_command("erase_due", stdout=out, stderr=StringIO(), **options)
    return out.getvalue().split()


def test_from_her_request_to_the_proof(
    her_story: Photo,
    data: Path,
    ana: User,
    dr_cho: User,
    ana_patient: Patient,
    her_toxin: Treatment,
    his_toxin: Treatment,
    clinic_a: Clinic,
    client_of: Callable[[User], Client],
) -> None:
    sealed, wrapped = file_of(her_story, data), key_file(data, her_story.key)
    ids = {str(ana_patient.pk), str(her_toxin.pk), str(ana.pk), her_story.pk.hex}
    before = Treatment.objects.count()
    erasures.ask(by=ana, patient=ana_patient)
    assert erase_due() == [], "the law still asks for it"
    erasures.place_hold(patient=his_toxin.patient, reason="inquiry")
    retention_is_over(clinic_a)
    assert erase_due() == [], "she may take it back for 14 days"
    two_weeks_later(ana_patient, but=timedelta(minutes=1))
    assert erase_due() == []
    two_weeks_later(ana_patient)
    edit_patient(by=dr_cho, patient=ana_patient, changes={"skin_type": "VI"})
    assert all(each in everything() for each in (CANARY, ana.email, "'VI'"))
    assert erase_due(dry_run=True) == [str(ana_patient.pk)]

    assert erase_due() == [str(ana_patient.pk)]

    left = everything()
    assert not any(each in left for each in (CANARY, ana.email, "'VI'", '"VI"'))
    kept = [line for line in left.splitlines() if any(each in line for each in ids)]
    assert {line.split()[0] for line in kept} <= {"tracker_auditevent", "tracker_erasure"}
    assert not sealed.exists() and not wrapped.exists()
    assert wrapped.with_suffix(".destroyed").exists()
    assert Erasure.objects.get(patient=ana_patient.pk).done_at is not None
    event = AuditEvent.objects.get(action="patient.erased")
    assert event.detail["of"] == str(ana_patient.pk) and event.detail["rows"] > 10
    assert list(audit_chain.faults(audit_chain.heads())) == []
    assert Treatment.objects.count() == before - 1, "his is still there"
    assert erase_due() == []


def test_no_table_that_leads_to_her_is_forgotten(her_story: Photo, ana_patient: Patient) -> None:
    """A table of tomorrow is filled here as well: one that keeps a row of hers, or keeps the rest
    from going, is seen.
    """
    ways = ways_to_her()
    for model, way in ways.items():
        if not model._default_manager.filter(**{way: ana_patient}).exists():
            add_one(model, ana_patient, ways)
    hers = {
        m: set(m._default_manager.filter(**{w: ana_patient}).values_list("pk"))
        for m, w in ways.items()
    }
    assert len(hers) > 25 and all(hers.values())

    erasures.erase(ana_patient)

    left = [m for m in hers if hers[m] & set(m._default_manager.values_list("pk"))]
    assert left == []


def test_what_is_another_patients_stays_as_it_was(
    data: Path,
    ana: User,
    ben: User,
    dr_cho: User,
    ana_patient: Patient,
    her_toxin: Treatment,
    his_toxin: Treatment,
    a_jpeg: bytes,
    a_report: Callable[..., Report],
    client_of: Callable[[User], Client],
) -> None:
    photo = take(ben, his_toxin, a_jpeg, 20, "front_rest")
    mark_landmarks(by=ben, photo=photo, points=EYES)
    measure_bruise(by=ben, photo=photo, bruise=None, ring=circle(), scale="none")
    send_message(by=dr_cho, treatment=his_toxin, client_id=uuid4(), text="For Ben")
    submit_check_in(
        by=ben, treatment=his_toxin, report=a_report("brow", "left", brow_droop=4, note="Odd")
    )
    assert NoteMark.objects.exists()
    PushSubscription.objects.create(user=ben, session_id=client_of(ben).session.session_key)
    UserSession.objects.create(user=ben, ip="::1", session_key="his", user_agent="Firefox")
    erasures.place_hold(patient=his_toxin.patient, reason="inquiry")
    hers = [each for one in (ana_patient, ana, her_toxin) for each in (one.pk.hex, str(one.pk))]
    before = everything().splitlines()

    erasures.erase(ana_patient)

    gone = set(before) - set(everything().splitlines())
    assert len(gone) > 5
    assert [line for line in gone if not any(each in line for each in hers)] == []


def test_no_sign_in_that_waits_and_no_open_invitation_names_her(
    data: Path, ana: User, ben: User, dr_cho: User, ana_patient: Patient, clinic_a: Clinic
) -> None:
    """A session is packed in the database, so that no look at its rows finds an address."""
    phones = [Client() for _each in range(4)]
    for phone, address in zip(
        phones, (ana.email.upper(), ben.email, "b" + ana.email), strict=False
    ):
        phone.post("/sign-in", {"email": address})
    phones[3].force_login(ana)
    eve = invited_patient(clinic_a)
    shown_link(eve, by=dr_cho)
    opened(Client(), mailed_link())
    assert all(each in everything().casefold() for each in (f"'{ana.email}'", eve.email))

    erasures.erase(ana_patient)
    erasures.erase(eve)

    left = everything().casefold()
    assert not any(each in left for each in (f"'{ana.email}'", eve.email, str(ana.pk) + "'}"))
    assert Session.objects.count() == 2
    assert f"'{ben.email}'" in left and f"'b{ana.email}'" in left


def test_what_is_sent_to_a_mailbox_that_others_share_still_leaves(
    data: Path, ana: User, ana_patient: Patient, ben_patient: Patient, clinic_a: Clinic
) -> None:
    Patient.objects.filter(pk=ben_patient.pk).update(email=ana.email)
    notifications.queue(
        kind="invitation", address=ana.email, language="en", dedupe_key="his", detail={"url": "-"}
    )
    notifications.queue(
        kind="new_message", address=ana.email, language="en", dedupe_key="hers", patient=ana_patient
    )

    erasures.erase(ana_patient)

    assert [each.dedupe_key for each in Notification.objects.all()] == ["his"]


def test_what_waits_for_a_colleague_is_not_lost_with_her_own_record(
    data: Path, ana: User, ana_patient: Patient, clinic_b: Clinic
) -> None:
    invite_staff(by=None, clinic=clinic_b, email=ana.email, name="Ana", roles=[Role.DERMATOLOGIST])
    Notification.objects.all().delete()
    notifications.queue(
        kind="case_waiting", address=ana.email, language="en", dedupe_key="a case of hers"
    )

    erasures.erase(ana_patient)

    assert Notification.objects.get().kind == "case_waiting"


@pytest.mark.parametrize("came", ["a hold", "a second thought"])
def test_what_comes_between_the_look_and_the_erasure_stops_it(
    came: str, ana: User, ana_patient: Patient, clinic_a: Clinic, data: Path, monkeypatch: Any
) -> None:
    retention_is_over(clinic_a)
    erasures.ask(by=ana, patient=ana_patient)
    two_weeks_later(ana_patient)
    [looked_at] = erasures.due()

    if came == "a hold":
        erasures.place_hold(patient=ana_patient, reason="inquiry")
    else:
        erasures.take_back(by=ana, patient=ana_patient)
        erasures.ask(by=ana, patient=ana_patient)
    monkeypatch.setattr(erasures, "due", lambda: iter([looked_at]))

    assert erase_due() == []
    assert Patient.objects.filter(pk=ana_patient.pk).exists()
    assert not AuditEvent.objects.filter(action="erasure.begun").exists()


def test_an_older_database_that_comes_back_is_erased_again(
    her_story: Photo, ana_patient: Patient, clinic_a: Clinic
) -> None:
    pk = ana_patient.pk
    erasures.erase(ana_patient)
    again = Patient.objects.create(pk=pk, clinic=clinic_a, name=CANARY, date_of_birth="1990-01-01")

    assert erase_due() == [str(again.pk)]
    assert CANARY not in everything()


def test_a_hold_stops_it_and_its_end_lets_it_go(
    ana: User, ana_patient: Patient, ben_patient: Patient, clinic_a: Clinic, data: Path
) -> None:
    retention_is_over(clinic_a)
    erasures.place_hold(patient=ben_patient, reason="inquiry")
    for _again in range(2):
        call_command("legal_hold", ana_patient.pk, reason="inquiry", stdout=StringIO())
    assert erase_due() == []

    call_command("legal_hold", ana_patient.pk, end=True, stdout=StringIO())
    assert erasures.end_hold(patient=ana_patient) == 0, "it had ended"
    acts = AuditEvent.objects.filter(action__startswith="hold.").order_by("sequence")
    assert [row.action for row in acts] == ["hold.placed", "hold.placed", "hold.ended"]
    assert erase_due() == [str(ana_patient.pk)], "his is still held"
    with pytest.raises(CommandError, match="No patient"):
        call_command("legal_hold", ana_patient.pk, end=True)


def test_only_she_asks_and_takes_it_back(
    ana: User, ben: User, dr_cho: User, ana_patient: Patient, clinic_a: Clinic, data: Path
) -> None:
    for other in (ben, dr_cho):
        with pytest.raises(NotAllowed):
            erasures.ask(by=other, patient=ana_patient)
    first = erasures.ask(by=ana, patient=ana_patient)
    assert erasures.ask(by=ana, patient=ana_patient) == first
    with pytest.raises(NotAllowed):
        erasures.take_back(by=dr_cho, patient=ana_patient)

    erasures.take_back(by=ana, patient=ana_patient)
    assert erasures.request_of(ana_patient) is None
    assert erasures.ask(by=ana, patient=ana_patient) != first


def test_a_colleague_who_was_a_patient_keeps_her_account(
    ana: User, ana_patient: Patient, clinic_b: Clinic, data: Path
) -> None:
    invite_staff(by=None, clinic=clinic_b, email=ana.email, name="Ana", roles=[Role.COORDINATOR])

    erasures.erase(ana_patient)

    assert User.objects.filter(pk=ana.pk).exists()
    assert not Patient.objects.filter(pk=ana_patient.pk).exists()


def test_events_of_a_case_go_with_an_erasure_and_never_otherwise(
    her_story: Photo, ana: User, ana_patient: Patient
) -> None:
    erasures.ask(by=ana, patient=ana_patient)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ReviewEvent.objects.all().delete()
    assert ReviewEvent.objects.exists()
