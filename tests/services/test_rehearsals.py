"""Rehearsing a draft: the figures are those of a direct count, and nothing is lost or shown."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.conftest import treat
from tests.draft_versions import BLIND, HARMLESS, MILDER, MakeDraft, edit
from tracker.errors import Invalid
from tracker.models import (
    Assessment,
    AuditEvent,
    CheckIn,
    Clinic,
    Patient,
    Rehearsal,
    RehearsedChange,
    ReviewCase,
    Treatment,
    User,
)
from tracker.records import protocol
from tracker.records.rehearsals import rehearsals_of
from tracker.records.versions import version_of
from tracker.services import rehearsals, reviews
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.rehearsals import Stage, go_on, stage_of, start
from tracker.triage.rehearsal import compare
from tracker.triage.replay import facts_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gate")]
AT_ONCE = float("inf")
LOST = {"answers": {"touch_felt": False, "movement_normal": True}}
Reports = Callable[..., Report]


def stage(version: str) -> Stage:
    draft = version_of(version).loaded
    assert draft
    return Stage(protocol.in_force(), draft)


def rehearsed(version: str, clinic: Clinic | None = None, days: int = 30) -> Rehearsal:
    both = stage(version)
    return go_on(start(both, clinic=clinic, days=days), both, seconds=AT_ONCE)


@pytest.fixture
def told(
    ana: User, ben: User, her_toxin: Treatment, his_toxin: Treatment, a_report: Reports
) -> dict[str, CheckIn]:
    """Ana's cheek is numb, Ben has a bruise; both in clinic A."""
    numb = submit_check_in(
        by=ana, treatment=her_toxin, report=a_report("cheek", "left", numbness=4, **LOST)
    )
    bruise = submit_check_in(
        by=ben, treatment=his_toxin, report=a_report("forehead", None, bruise=2)
    )
    return {"numb": numb.check_in, "bruise": bruise.check_in}


def test_the_figures_equal_a_direct_count(
    told: dict[str, CheckIn], a_draft: MakeDraft, clinic_a: Clinic
) -> None:
    """UX A17."""
    version = a_draft(BLIND)
    found = rehearsed(version, clinic_a)
    both = stage(version)

    receipts = Assessment.objects.values_list("receipt", flat=True)
    direct = [compare(both.base, both.draft, facts_in(receipt)) for receipt in receipts]
    before = sum(bool(each.before.flags) for each in direct)
    after = sum(bool(each.after.flags) for each in direct)
    assert (found.tally["before"], found.tally["after"]) == (before, after) == (1, 1)
    assert before == Assessment.objects.filter(needs_review=True).count()
    assert found.tally["rules"]["numb-away"] | {"before": 1, "after": 0} == {
        "before": 1,
        "after": 0,
        "gained": 0,
        "lost": 1,
        "lost_acted_on": 0,
    }
    assert (found.judged, found.total, found.is_finished) == (2, 2, True)


def test_each_check_in_that_comes_out_otherwise_is_kept_with_its_case(
    told: dict[str, CheckIn], a_draft: MakeDraft, clinic_a: Clinic
) -> None:
    found = rehearsed(a_draft(BLIND), clinic_a)
    (change,) = RehearsedChange.objects.filter(rehearsal=found)

    assert change.check_in == told["numb"]
    assert (change.kind, change.urgency_before, change.urgency_after) == (
        "other",
        "urgent",
        "review",
    )
    assert (change.lost, change.gained) == (["numb-away"], ["not-explained"])
    assert (change.outcome, change.acted_on) == ("open", False)
    assert change.case == ReviewCase.objects.get()


def test_a_rule_that_drops_what_was_acted_on_is_marked(
    told: dict[str, CheckIn], dr_cho: User, a_draft: MakeDraft, clinic_a: Clinic
) -> None:
    case = ReviewCase.objects.get()
    contact = {"at": timezone.now(), "how": "phone", "outcome": "Seen the same day"}
    reviews.decide(by=dr_cho, case=case, version=1, reason="treated", contact=contact)

    found = rehearsed(a_draft(BLIND), clinic_a)

    assert found.tally["rules"]["numb-away"]["lost_acted_on"] == 1
    change = RehearsedChange.objects.get()
    assert (change.acted_on, change.outcome) == (True, "treated")


@pytest.mark.usefixtures("whole_library")
def test_an_emergency_that_the_draft_misses_is_counted(
    ana: User, her_toxin: Treatment, a_report: Reports, a_draft: MakeDraft, clinic_a: Clinic
) -> None:
    submit_check_in(by=ana, treatment=her_toxin, report=a_report(chest_pain=5))
    blind = ("rules/chest-pain.toml", 'urgency = "emergency"', 'urgency = "urgent"')

    found = rehearsed(a_draft(blind), clinic_a)

    assert found.tally["missed"] == 1
    assert RehearsedChange.objects.get().is_missed
    assert found.library_missed > 0
    assert any("emergency missed" in fault for fault in found.faults)


def test_only_the_newest_judgement_of_a_check_in_counts(
    told: dict[str, CheckIn], a_draft: MakeDraft, clinic_a: Clinic
) -> None:
    first = Assessment.objects.get(check_in=told["numb"])
    bruised = Assessment.objects.get(check_in=told["bruise"])
    first.pk, first.number, first._state.adding = None, 2, True
    first.receipt = bruised.receipt
    first.save()

    assert rehearsed(a_draft(BLIND), clinic_a).tally["before"] == 0


def test_cases_a_day_count_a_treatment_once_a_day(
    ana: User, her_toxin: Treatment, a_report: Reports, a_draft: MakeDraft, clinic_a: Clinic
) -> None:
    noon = timezone.now().replace(hour=12, minute=0) - timedelta(days=1)
    for when in (noon, noon + timedelta(hours=2), noon - timedelta(days=1)):
        numb = a_report("cheek", "left", numbness=4, reported_at=when, **LOST)
        submit_check_in(by=ana, treatment=her_toxin, report=numb)

    found = rehearsed(a_draft(HARMLESS), clinic_a)

    assert (found.tally["before"], found.cases_before, found.cases_after) == (3, 2, 2)


def test_another_clinics_check_ins_are_left_out(
    told: dict[str, CheckIn], a_draft: MakeDraft, clinic_b: Clinic
) -> None:
    version = a_draft(BLIND)

    assert start(stage(version), clinic=clinic_b).total == 0
    assert rehearsed(version, clinic_b).judged == 0
    assert rehearsed(version).judged == 2


def test_what_is_older_than_the_window_is_left_out(
    ana: User, ana_patient: Patient, a_report: Reports, a_draft: MakeDraft, clinic_a: Clinic
) -> None:
    old = treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=24 * 60)
    then = timezone.now() - timedelta(days=40)
    submit_check_in(by=ana, treatment=old, report=a_report(bruise=1, reported_at=then))
    version = a_draft(HARMLESS)

    assert rehearsed(version, clinic_a).judged == 0
    assert rehearsed(version, clinic_a, days=60).judged == 1


def test_a_draft_never_judges_a_patient(
    ana: User, her_toxin: Treatment, a_report: Reports, a_draft: MakeDraft, clinic_a: Clinic
) -> None:
    """UX A17: neither a rehearsal, nor a folder that is there, flags anybody."""
    flagging = ("rules/bruise.toml", 'urgency = "self_care"', 'urgency = "emergency"')
    version = a_draft(flagging)
    protocol.forget()
    submit_check_in(by=ana, treatment=her_toxin, report=a_report("forehead", None, bruise=2))
    stored = Assessment.objects.get()

    found = rehearsed(version, clinic_a)

    assert (stored.urgency, stored.protocol_version) == ("self_care", found.base_version)
    assert found.tally["new"] == 1
    assert (Assessment.objects.count(), ReviewCase.objects.count()) == (1, 0)


def test_it_goes_on_where_it_stopped(
    told: dict[str, CheckIn], a_draft: MakeDraft, clinic_a: Clinic, monkeypatch: Any
) -> None:
    monkeypatch.setattr(rehearsals, "PATIENTS", 1)
    both = stage(a_draft(BLIND))
    found = start(both, clinic=clinic_a)
    seen = []
    while not found.is_finished:
        found = go_on(Rehearsal.objects.get(), stage_of(found), seconds=0)  # a new process each
        seen.append((found.checked, found.library is not None, found.judged))

    assert seen == [(1, False, 0), (1, True, 0), (1, True, 1), (1, True, 2), (1, True, 2)]
    assert found.tally["before"] == 1


def test_a_piece_that_two_servers_did_counts_once(
    told: dict[str, CheckIn], a_draft: MakeDraft, clinic_a: Clinic
) -> None:
    both = stage(a_draft(BLIND))
    found = go_on(start(both, clinic=clinic_a), both, seconds=0)
    stale = Rehearsal.objects.get()
    for _ in range(2):
        found = go_on(found, both, seconds=0)

    again = go_on(stale, both, seconds=0)  # held the library meanwhile, as the first one had
    done = go_on(again, both, seconds=AT_ONCE)

    assert again.pieces == found.pieces
    assert (done.judged, RehearsedChange.objects.count()) == (2, 1)


def test_a_draft_that_changed_meanwhile_has_to_be_started_again(
    told: dict[str, CheckIn], a_draft: MakeDraft, clinic_a: Clinic, protocols: Any
) -> None:
    version = a_draft(BLIND)
    found = start(stage(version), clinic=clinic_a)
    edit(protocols / version, *HARMLESS)

    with pytest.raises(Invalid) as refusal:
        stage_of(found)
    assert "Start the rehearsal again" in str(refusal.value.fields)


@pytest.mark.usefixtures("whole_library")
def test_a_library_that_grew_meanwhile_asks_for_a_new_start(
    a_draft: MakeDraft, clinic_a: Clinic, protocols: Any
) -> None:
    found = start(stage(a_draft(BLIND)), clinic=clinic_a)
    (protocols / "cases" / "library.jsonl").unlink()

    with pytest.raises(Invalid):
        stage_of(found)


@pytest.mark.parametrize("days", [0, -1, 367])
def test_days_out_of_range_are_refused(days: int, a_draft: MakeDraft, clinic_a: Clinic) -> None:
    with pytest.raises(Invalid) as refusal:
        start(stage(a_draft(BLIND)), clinic=clinic_a, days=days)
    assert "days" in refusal.value.fields


def test_the_version_in_force_is_not_rehearsed(protocols: Any, clinic_a: Clinic) -> None:
    judging = protocol.in_force()

    with pytest.raises(Invalid):
        start(Stage(judging, judging), clinic=clinic_a)


def test_a_new_start_takes_the_place_of_the_last_and_is_audited(
    a_draft: MakeDraft, clinic_a: Clinic, lead_a: User
) -> None:
    both = stage(a_draft(BLIND))
    start(both, by=lead_a, clinic=clinic_a)
    again = start(both, by=lead_a, clinic=clinic_a, days=7)

    assert list(Rehearsal.objects.all()) == [again]
    last = AuditEvent.objects.filter(action="protocol.rehearsed").latest("sequence")
    assert (last.actor, last.chain, last.detail) == (lead_a.pk, str(clinic_a.pk), {"days": 7})


def test_only_who_decides_at_its_clinic_reads_a_rehearsal(
    a_draft: MakeDraft, clinic_a: Clinic, lead_a: User, dr_cho: User, dr_dia: User, admin_a: User
) -> None:
    begun = start(stage(a_draft(BLIND)), by=lead_a, clinic=clinic_a)

    assert list(rehearsals_of(dr_cho)) == [begun]
    assert not rehearsals_of(dr_dia).exists()
    assert not rehearsals_of(admin_a).exists()


def test_a_new_start_leaves_another_clinics_alone(
    a_draft: MakeDraft, clinic_a: Clinic, clinic_b: Clinic
) -> None:
    both = stage(a_draft(BLIND))
    theirs = start(both, clinic=clinic_b)

    ours = start(both, clinic=clinic_a)

    assert set(Rehearsal.objects.all()) == {theirs, ours}


@pytest.mark.usefixtures("whole_library")
def test_the_command_does_it_in_one_go_and_ends_with_one_where_it_must_not_go(
    told: dict[str, CheckIn], a_draft: MakeDraft, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="1"):
        call_command("rehearse_protocol", a_draft(BLIND), days=14)
    told_lines = capsys.readouterr().out

    assert "Last 14 days this version would have flagged 1, now 1: 0 new, 0 gone" in told_lines
    assert "rule numb-away: 0 new, 1 gone" in told_lines
    assert f"other check-in {told['numb'].pk}: urgent -> review" in told_lines
    assert re.search(r"emergencies missed: 0 stored, [1-9]\d* of the library", told_lines)
    assert "2 check-ins; cases a day 0.07, now 0.07" in told_lines


def test_the_command_takes_the_path_of_a_folder(
    told: dict[str, CheckIn], a_draft: MakeDraft, protocols: Any, capsys: Any
) -> None:
    call_command("rehearse_protocol", str(protocols / a_draft(HARMLESS)))

    assert capsys.readouterr().out.endswith("0 faults\n")


@pytest.mark.parametrize("name", ["1999-01", "../cases"])
def test_the_command_names_what_it_cannot_read(name: str, protocols: Any, clinic_a: Clinic) -> None:
    with pytest.raises(CommandError):
        call_command("rehearse_protocol", name)


def test_the_command_wants_a_version_in_force(a_draft: MakeDraft, db: None) -> None:
    with pytest.raises(CommandError):
        call_command("rehearse_protocol", a_draft(MILDER))
