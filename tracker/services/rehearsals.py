"""Rehearsing a draft, a piece at a time: what is done stands in the row, and nothing is lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid
from tracker.models import Clinic, Rehearsal, RehearsedChange, User
from tracker.records import audit, protocol
from tracker.records.acting import NOTHING, Sequel, sequels
from tracker.records.rehearsals import Judged, check_ins_in, newest_judgements, next_patients
from tracker.records.versions import version_of
from tracker.triage import gate
from tracker.triage.library import Library, read_library
from tracker.triage.protocol import Protocol
from tracker.triage.rehearsal import (
    SAME,
    Comparison,
    RehearsedCase,
    Tally,
    compare,
    rehearse_library,
)
from tracker.triage.replay import facts_in

DAYS = 30
MOST_DAYS = 366
PATIENTS = 20  # judged in one piece: some hundred check-ins, a fraction of a second


@dataclass(frozen=True)
class Stage:
    """The two versions and the library that a rehearsal is between."""

    base: Protocol
    draft: Protocol
    library: Library = field(default_factory=lambda: read_library(settings.FADEWELL_PROTOCOLS))


@dataclass
class Piece:
    """What one piece of work adds to the row, and the check-ins that come out otherwise."""

    row: dict[str, Any]
    changes: list[RehearsedChange] = field(default_factory=list)


def start(
    stage: Stage, *, by: User | None = None, clinic: Clinic | None = None, days: int = DAYS
) -> Rehearsal:
    """A new rehearsal of this draft over the last `days`; it takes the place of earlier ones.

    clinic None: over every clinic. Raises Invalid where draft and base are the same files, or
    days is out of 1 to MOST_DAYS.
    """
    if stage.draft.digest == stage.base.digest:
        raise Invalid({"version": [wording.NOTHING_TO_REHEARSE]})
    if not 1 <= days <= MOST_DAYS:
        raise Invalid({"days": [wording.DAYS_OUT_OF_RANGE % {"most": MOST_DAYS}]})
    rehearsal = _blank(stage, by, clinic, days)
    rehearsal.total = check_ins_in(rehearsal).count()
    with transaction.atomic():
        Rehearsal.objects.filter(clinic=clinic, version=rehearsal.version).delete()
        rehearsal.save()
        clinic_id = clinic.pk if clinic else None
        audit.record("protocol.rehearsed", by=by, clinic_id=clinic_id, about=rehearsal, days=days)
    return rehearsal


def _blank(stage: Stage, by: User | None, clinic: Clinic | None, days: int) -> Rehearsal:
    now = timezone.now()
    return Rehearsal(
        clinic=clinic,
        version=stage.draft.version,
        digest=stage.draft.digest,
        base_version=stage.base.version,
        base_digest=stage.base.digest,
        library_digest=stage.library.digest,
        days=days,
        since=now - timedelta(days=days),
        until=now,
        started_by=by,
        steps=len(gate.steps(stage.draft, stage.library)),
        tally=Tally().to_data(),
    )


def stage_of(rehearsal: Rehearsal) -> Stage:
    """Its versions as they are now; raises Invalid where one of them, or the library, changed."""
    draft = version_of(rehearsal.version).loaded
    base = protocol.of_version(rehearsal.base_version, rehearsal.base_digest)
    if draft is None or draft.digest != rehearsal.digest or base is None:
        raise Invalid({"version": [wording.CHANGED_SINCE_REHEARSAL]})
    stage = Stage(base, draft)
    if stage.library.digest != rehearsal.library_digest:
        raise Invalid({"version": [wording.CHANGED_SINCE_REHEARSAL]})
    return stage


def go_on(rehearsal: Rehearsal, stage: Stage, *, seconds: float) -> Rehearsal:
    """Work for about so long, at least one piece; returns the row as it stands then."""
    ends = monotonic() + seconds
    while not rehearsal.is_finished:
        rehearsal = _keep(rehearsal, _next_piece(rehearsal, stage))
        if monotonic() >= ends:
            break
    return rehearsal


def _next_piece(rehearsal: Rehearsal, stage: Stage) -> Piece:
    if rehearsal.checked < rehearsal.steps:
        return _check(rehearsal, stage)
    if rehearsal.library is None:
        return _hold_library(stage)
    return _judge_patients(rehearsal, stage)


def _keep(rehearsal: Rehearsal, piece: Piece) -> Rehearsal:
    """The row rises by this piece, unless another server has kept the same one meanwhile."""
    with transaction.atomic():
        same = Rehearsal.objects.filter(pk=rehearsal.pk, pieces=rehearsal.pieces)
        if same.update(pieces=F("pieces") + 1, **piece.row):
            RehearsedChange.objects.bulk_create(piece.changes)
    return Rehearsal.objects.get(pk=rehearsal.pk)


def _check(rehearsal: Rehearsal, stage: Stage) -> Piece:
    step = gate.steps(stage.draft, stage.library)[rehearsal.checked]
    faults = [*rehearsal.faults, *step()]
    return Piece({"checked": rehearsal.checked + 1, "faults": faults})


def _hold_library(stage: Stage) -> Piece:
    cases = stage.library.cases(stage.draft)
    rehearsed = list(rehearse_library(stage.base, stage.draft, cases))
    differing = [_library_data(each) for each in rehearsed if each.is_worth_a_look]
    missed = sum(each.is_missed for each in rehearsed)
    return Piece({"library": differing, "library_missed": missed})


def _library_data(rehearsed: RehearsedCase) -> dict[str, Any]:
    return {
        "id": rehearsed.case.id,
        "differences": list(rehearsed.differences),
        "is_missed": rehearsed.is_missed,
        **_compared(rehearsed.found),
    }


def _compared(found: Comparison) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "urgency_before": found.before.urgency,
        "urgency_after": found.after.urgency,
        "gained": found.gained,
        "lost": found.lost,
    }


def _judge_patients(rehearsal: Rehearsal, stage: Stage) -> Piece:
    patients = next_patients(rehearsal, PATIENTS)
    if not patients:
        return Piece({"finished_at": timezone.now(), "total": rehearsal.judged})
    tally = Tally.from_data(rehearsal.tally)
    found = list(_compare_all(newest_judgements(rehearsal, patients), stage))
    became = sequels(judged.check_in for judged, _ in found)
    changes = []
    for judged, comparison in found:
        sequel = became.get(judged.check_in, NOTHING)
        tally.add(comparison, acted_on=sequel.acted_on)
        if comparison.kind != SAME:
            changes.append(_change(rehearsal, judged, comparison, sequel))
    row = {
        "cursor": patients[-1],
        "judged": rehearsal.judged + len(found),
        "tally": tally.to_data(),
        "cases_before": rehearsal.cases_before + _cases(found, lambda each: each.before.flags),
        "cases_after": rehearsal.cases_after + _cases(found, lambda each: each.after.flags),
    }
    return Piece(row, changes)


def _change(
    rehearsal: Rehearsal, judged: Judged, comparison: Comparison, sequel: Sequel
) -> RehearsedChange:
    return RehearsedChange(
        rehearsal=rehearsal,
        check_in_id=judged.check_in,
        is_missed=comparison.misses_emergency,
        acted_on=sequel.acted_on,
        outcome=sequel.outcome,
        case_id=sequel.case,
        **_compared(comparison),
    )


Pairs = list[tuple[Judged, Comparison]]


def _compare_all(rows: Iterator[Judged], stage: Stage) -> Iterator[tuple[Judged, Comparison]]:
    for row in rows:
        yield row, compare(stage.base, stage.draft, facts_in(row.receipt))


def _cases(found: Pairs, flags: Callable[[Comparison], object]) -> int:
    """Work for the queue: a treatment counts once for each day (UTC) with a flagged check-in.

    A patient stands in one piece with all of her check-ins, so none is counted twice.
    """
    return len({(row.treatment, row.judged_at.date()) for row, each in found if flags(each)})
