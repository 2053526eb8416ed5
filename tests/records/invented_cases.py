"""What became of flags in the seeded clinics: cases opened, joined, moved, decided, reopened."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tracker.models import Assessment, RaisedBy, ReviewCase, ReviewEvent, Status, Treatment, User

MOVES = (
    *("claim", "acknowledge", "message", "request-photo", "book", "escalate"),
    *("snooze", "woke", "note", "overdue"),
)
REASONS = ("treated", "referred", "expected_course", "false_alarm")
BECAUSE = ({}, {"false_alarm_because": "wrong_tap"}, {"false_alarm_because": "rule_too_wide"})
RANKS = {"review": 2, "urgent": 3, "emergency": 4}
MINUTES = timedelta(minutes=1)


def cases_of(dice: Random, treatment: Treatment, staff: User) -> None:
    """Her flags in order of time, a case for each run of them; only the last may stay open."""
    flags = Assessment.objects.filter(check_in__treatment=treatment, needs_review=True)
    ordered = list(flags.order_by("created_at", "number"))
    while ordered:
        size = dice.randint(1, len(ordered))
        joined, ordered = ordered[:size], ordered[size:]
        _case(dice, treatment, staff, joined, is_last=not ordered)
    if dice.random() < 0.1 and not ReviewCase.objects.filter(treatment=treatment).exists():
        _case(dice, treatment, staff, [], is_last=True)  # a colleague saw something


def _case(
    dice: Random, treatment: Treatment, staff: User, flags: list[Assessment], *, is_last: bool
) -> None:
    opened = flags[0].created_at if flags else treatment.performed_at
    level = dice.choice(list(RANKS))
    case = ReviewCase.objects.create(
        clinic=treatment.patient.clinic,
        patient=treatment.patient,
        treatment=treatment,
        urgency=level,
        rank=RANKS[level],
        reason="Invented",
        raised_by=RaisedBy.RULE if flags else RaisedBy.COLLEAGUE,
        day=1,
        opened_at=opened,
        due_at=opened + dice.randint(15, 900) * MINUTES,
        acknowledged_at=dice.choice((None, opened + dice.randint(1, 1800) * MINUTES)),
    )
    told = list(_story(dice, flags, opened))
    ReviewEvent.objects.bulk_create(
        ReviewEvent(
            case=case,
            number=number,
            to_status=Status.OPEN,
            by=None if each["action"] in ("opened", "flagged", "overdue", "woke") else staff,
            **each,
        )
        for number, each in enumerate(told, 1)
    )
    if not is_last or dice.random() < 0.7:
        close(dice, case, told[-1]["at"])


def close(dice: Random, case: ReviewCase, after: datetime) -> None:
    """Decided with any reason; now and then by a decision that replaces an older one."""
    case.status, case.closed_at = Status.CLOSED, after + dice.randint(1, 4000) * MINUTES
    reason = dice.choice(REASONS)
    case.decision = {"reason": reason, **(dice.choice(BECAUSE) if reason == "false_alarm" else {})}
    case.save()
    number = case.events.count() + 1
    ReviewEvent.objects.create(
        case=case, number=number, at=case.closed_at, action="decide", to_status=Status.CLOSED
    )


def _story(dice: Random, flags: list[Assessment], opened: datetime) -> Iterator[dict[str, Any]]:
    yield {"action": "opened", "at": opened, "assessment": flags[0] if flags else None}
    at = opened
    for flag in [*flags[1:], None]:
        for _each in range(dice.choice((0, 0, 1, 2))):
            at += dice.randint(0, 300) * MINUTES
            yield {"action": dice.choice(MOVES), "at": at}
        if flag is not None:
            at = max(at, flag.created_at)
            yield {"action": "flagged", "at": at, "assessment": flag}
