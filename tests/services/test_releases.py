"""Publishing takes two people, a rehearsal, and a version without a fault."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.conftest import VERSION, member
from tests.draft_versions import BLIND, HARMLESS, NEXT, MakeDraft, edit
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import (
    AuditEvent,
    Clinic,
    ProtocolRelease,
    ProtocolSubmission,
    Rehearsal,
    Role,
    User,
)
from tracker.records import protocol
from tracker.records.versions import version_of
from tracker.services import releases
from tracker.services.rehearsals import Stage, start
from tracker.triage.load import protocol_digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead_b(clinic_b: Clinic) -> User:
    return member("lead.b", clinic_b, Role.CLINICAL_LEAD)


def digest_of(version: str) -> str:
    return version_of(version).digest


def submit(by: User, version: str) -> ProtocolSubmission:
    return releases.submit(by=by, version=version, digest=digest_of(version))


def approve(by: User, version: str) -> ProtocolRelease:
    return releases.approve(by=by, version=version, digest=digest_of(version))


def rehearse(version: str, **found: Any) -> Rehearsal:
    """As if it had been done to the end; what a rehearsal finds is tested elsewhere."""
    draft = version_of(version).loaded
    assert draft
    made = start(Stage(protocol.in_force(), draft))
    Rehearsal.objects.filter(pk=made.pk).update(**{"finished_at": timezone.now()} | found)
    return made


def said(refusal: pytest.ExceptionInfo[Invalid]) -> str:
    return " ".join(str(each) for said in refusal.value.fields.values() for each in said)


def test_from_draft_to_in_force_by_two_people(
    a_draft: MakeDraft, lead_a: User, lead_b: User
) -> None:
    before = protocol.in_force()
    version = a_draft(HARMLESS)
    assert version_of(version).state == "draft"
    submit(lead_a, version)
    assert version_of(version).state == "submitted"
    rehearse(version)
    made = approve(lead_b, version)

    assert (made.author_user, made.approver_user) == (lead_a, lead_b)
    assert (made.author, made.approver) == ("Lead A", "Lead B")
    assert made.digest == protocol.in_force().digest == digest_of(version)
    assert (version_of(version).state, version_of(before.version).state) == (
        "in_force",
        "retired",
    )
    acts = AuditEvent.objects.order_by("sequence").filter(action__startswith="protocol.")
    assert [(each.action, each.actor) for each in acts] == [
        ("protocol.submitted", lead_a.pk),
        ("protocol.rehearsed", None),
        ("protocol.released", lead_b.pk),
    ]


def test_the_author_cannot_approve_her_own(a_draft: MakeDraft, lead_a: User) -> None:
    version = a_draft(HARMLESS)
    submit(lead_a, version)
    rehearse(version)

    with pytest.raises(Invalid) as refusal:
        approve(lead_a, version)
    assert "second person" in said(refusal)
    assert protocol.in_force().version == VERSION


def test_the_database_itself_refuses_one_person_twice(released: Any, lead_a: User) -> None:
    twice = {"author_user": lead_a, "approver_user": lead_a}
    with pytest.raises(IntegrityError), transaction.atomic():
        ProtocolRelease.objects.create(version="x", digest="x", author="A", approver="B", **twice)


def test_two_people_of_one_name_are_told_apart(
    a_draft: MakeDraft, lead_a: User, lead_b: User
) -> None:
    User.objects.update(name="Dr. Kim")
    lead_b.refresh_from_db()
    version = a_draft(HARMLESS)
    submit(lead_a, version)
    rehearse(version)

    assert approve(lead_b, version).author == "Dr. Kim (lead.a@example.org)"


@pytest.mark.parametrize("who", ["dr_cho", "coordinator_a", "admin_a", "ana", "removed_doctor"])
@pytest.mark.parametrize("act", sorted(releases.ACTS))
def test_only_a_clinical_lead_drafts_and_approves(
    request: Any, act: str, who: str, a_draft: MakeDraft, clinic_a: Clinic
) -> None:
    version = a_draft(HARMLESS)

    with pytest.raises(NotAllowed):
        releases.ACTS[act](
            by=request.getfixturevalue(who), version=version, digest=digest_of(version)
        )


def test_what_changed_after_it_was_handed_in_cannot_be_approved(
    a_draft: MakeDraft, lead_a: User, lead_b: User, protocols: Path
) -> None:
    version = a_draft()
    submit(lead_a, version)
    rehearse(version)
    edit(protocols / version, *HARMLESS)

    with pytest.raises(Invalid) as refusal:
        approve(lead_b, version)
    assert "changed after it was handed in" in said(refusal)
    with pytest.raises(Invalid) as refusal:
        releases.release(version=version, author="A", approver="B")
    assert "changed after it was handed in" in said(refusal)
    assert (version_of(version).state, version_of(version).is_changed) == ("draft", True)


def test_what_was_handed_in_anew_is_not_approved_by_who_saw_the_older_one(
    a_draft: MakeDraft, lead_a: User, lead_b: User, protocols: Path
) -> None:
    version = a_draft()
    seen = submit(lead_a, version).digest
    edit(protocols / version, *HARMLESS)
    submit(lead_a, version)
    rehearse(version)

    with pytest.raises(Invalid) as refusal:
        releases.approve(by=lead_b, version=version, digest=seen)
    assert "changed since this page was shown" in said(refusal)
    assert ProtocolSubmission.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.parametrize("found", [None, {"finished_at": None}, {"base_digest": "sha256:old"}])
def test_it_has_to_be_rehearsed_to_the_end_against_what_is_in_force(
    found: dict[str, Any] | None, a_draft: MakeDraft, lead_a: User, lead_b: User
) -> None:
    version = a_draft(HARMLESS)
    submit(lead_a, version)
    if found is not None:
        rehearse(version, **found)

    with pytest.raises(Invalid) as refusal:
        approve(lead_b, version)
    assert "Rehearse it first" in said(refusal)


def test_a_fault_that_the_rehearsal_found_keeps_it_out(
    a_draft: MakeDraft, lead_a: User, lead_b: User
) -> None:
    version = a_draft(HARMLESS)
    submit(lead_a, version)
    rehearse(version, faults=["promise b-worse: worse pain lowers urgent to review"])

    with pytest.raises(Invalid) as refusal:
        approve(lead_b, version)
    assert "promise b-worse" in said(refusal)


@pytest.mark.full
@pytest.mark.usefixtures("whole_library")
def test_one_missed_emergency_of_the_library_keeps_it_out_by_page_and_by_command(
    a_draft: MakeDraft, lead_a: User, lead_b: User
) -> None:
    mute = ("rules/chest-pain.toml", 'urgency = "emergency"', 'urgency = "urgent"')
    version = a_draft(mute)
    submit(lead_a, version)
    rehearse(version)

    with pytest.raises(Invalid) as refusal:
        approve(lead_b, version)
    assert "emergency missed" in said(refusal)
    with pytest.raises(CommandError, match="emergency missed"):
        call_command("release_protocol", version, author="A", approver="B")
    assert protocol.in_force().version == VERSION


@pytest.mark.full
def test_a_fault_of_words_keeps_it_out_by_page_and_by_command(
    a_draft: MakeDraft, lead_a: User, lead_b: User
) -> None:
    version = a_draft(("rules/bruise.toml", '"A bruise"', '"A safe bruise"'))
    submit(lead_a, version)
    rehearse(version)

    with pytest.raises(Invalid) as refusal:
        approve(lead_b, version)
    assert "forbidden word 'safe'" in said(refusal)
    with pytest.raises(CommandError, match="forbidden word"):
        call_command("release_protocol", version, author="A", approver="B")


def test_back_to_a_draft(a_draft: MakeDraft, lead_a: User, lead_b: User) -> None:
    version = a_draft(HARMLESS)
    submission = submit(lead_a, version)
    releases.withdraw(by=lead_b, version=version, digest=submission.digest)
    submission.refresh_from_db()

    assert version_of(version).state == "draft"
    assert submission.withdrawn_by == lead_b
    with pytest.raises(Invalid):
        releases.withdraw(by=lead_b, version=version, digest=submission.digest)
    with pytest.raises(Invalid):
        approve(lead_b, version)


def test_only_a_draft_that_can_be_read_is_handed_in(
    a_draft: MakeDraft, lead_a: User, protocols: Path
) -> None:
    version = a_draft()
    edit(protocols / version, "rules/hives.toml", '"hives" }', '"glow" }')

    with pytest.raises(Invalid) as refusal:
        submit(lead_a, version)
    assert "unknown code 'glow'" in said(refusal)
    with pytest.raises(Invalid) as refusal:
        submit(lead_a, VERSION)
    assert "Only a draft" in said(refusal)


@pytest.mark.parametrize("version", ["1999-01", "..", "", "../cases", "cases"])
def test_a_version_that_is_not_there(version: str, lead_a: User, protocols: Path) -> None:
    with pytest.raises(NotFound):
        releases.submit(by=lead_a, version=version, digest="")
    with pytest.raises(CommandError, match="no such protocol folder"):
        call_command("release_protocol", version, author="A", approver="B")


def test_the_command_wants_two_names(protocols: Path, db: None) -> None:
    with pytest.raises(CommandError, match="second person"):
        call_command("release_protocol", VERSION, author="Dr. A ", approver="dr. a")


@pytest.mark.full
def test_the_command_records_it_by_names_alone_and_only_once(
    a_draft: MakeDraft, db: None, capsys: Any
) -> None:
    version = a_draft(HARMLESS)
    for _ in range(2):
        call_command("release_protocol", version, author="Dr. A", approver="Dr. B")

    made = ProtocolRelease.objects.get(version=version)
    assert (made.author_user, made.approver_user) == (None, None)
    assert "is in force" in capsys.readouterr().out
    assert protocol.in_force().version == NEXT


def test_a_folder_that_does_not_load_is_one_sentence(a_draft: MakeDraft, db: None) -> None:
    version = a_draft(("rules/hives.toml", '"hives" }', '"glow" }'))

    with pytest.raises(CommandError, match="unknown code 'glow'"):
        call_command("release_protocol", version, author="A", approver="B")


def test_a_released_folder_that_was_changed_is_a_draft_again(
    a_draft: MakeDraft, released: Any, protocols: Path
) -> None:
    edit(protocols / VERSION, *BLIND)
    found = version_of(VERSION)

    assert (found.state, found.is_changed, found.release) == ("draft", True, None)
    assert protocol_digest(protocols / VERSION) == found.digest != released.digest
