"""Every move in every state by everybody: what is legal is written out here, and nothing else is.

The table is by hand, from docs/adr/021 and UX C3; tracker/services/moves.py is not asked.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.cast import member
from tests.house.access.bodies import BODIES, soon
from tracker.models import Clinic, ReviewCase, ReviewEvent, Role, User

STATES = ("open", "waiting_patient", "snoozed", "closed")
AT_WORK = ("open", "waiting_patient", "snoozed")
STAFF = ("dermatologist", "lead", "coordinator")
DECIDERS = ("dermatologist", "lead")
# Move: who may ever make it; in which states; where the case is then ("": where it was).
TABLE: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "claim": (STAFF, AT_WORK, ""),
    "assign": (STAFF, AT_WORK, ""),
    "release": (STAFF, AT_WORK, ""),
    "acknowledge": (DECIDERS, AT_WORK, ""),
    "message": (STAFF, AT_WORK, ""),
    "request-photo": (STAFF, AT_WORK, "waiting_patient"),
    "snooze": (DECIDERS, AT_WORK, "snoozed"),
    "escalate": (DECIDERS, AT_WORK, ""),
    "second-opinion": (DECIDERS, AT_WORK, ""),
    "give-opinion": (DECIDERS, AT_WORK, ""),
    "book": (STAFF, AT_WORK, ""),
    "decide": (DECIDERS, AT_WORK, "closed"),
    "reopen": (DECIDERS, ("closed",), "open"),
}
HOLDS = ("release",)  # the dermatologist does, as this begins
PERSONAL = {("release", "coordinator"), ("give-opinion", "lead")}  # hers, or who was asked's
NOBODY = {"patient": 403, "administrator": 403, "another clinic's": 404, "another patient": 403}
WHO = (*STAFF, *NOBODY, "nobody signed in")


@pytest.fixture
def people(
    clinic_a: Clinic,
    dr_cho: User,
    coordinator_a: User,
    admin_a: User,
    dr_dia: User,
    ana: User,
    ben: User,
) -> dict[str, User | None]:
    return {
        "dermatologist": dr_cho,
        "lead": member("lead", clinic_a, Role.CLINICAL_LEAD),
        "coordinator": coordinator_a,
        "administrator": admin_a,
        "another clinic's": dr_dia,
        "patient": ana,
        "another patient": ben,
        "nobody signed in": None,
    }


@pytest.fixture
def stand(review_case: ReviewCase, people: dict[str, Any]) -> Callable[..., ReviewCase]:
    """stand("snoozed", move): the case in that state, ready for that move in all else."""

    def put(state: str, move: str, **more: Any) -> ReviewCase:
        holder = people["dermatologist"] if move in HOLDS else None
        to, by = (str(people[who].pk) for who in ("dermatologist", "lead"))
        asked = {"to": to, "from": by, "question": "?", "by": soon()}
        facts = {
            "status": state,
            "version": 7,
            "assigned_to": holder,
            "opinion": asked if move == "give-opinion" else None,
            "escalation": None,
            "snoozed_until": timezone.now() if state == "snoozed" else None,
            **more,
        }
        ReviewCase.objects.filter(pk=review_case.pk).update(**facts)
        review_case.refresh_from_db()
        return review_case

    return put


def made(call: Any, people: dict[str, Any], who: str, case: ReviewCase, move: str) -> Any:
    """What is answered, and how the case then stands; all of it taken back."""
    colleague = people["dermatologist" if who == "lead" else "lead"]
    ids = {"version": case.version, "colleague": colleague.pk}
    caller, events = call(people[who]), ReviewEvent.objects.filter(case=case)
    before = (case.status, case.version, events.count())
    point = transaction.savepoint()
    body = BODIES[f"review-case-{move}"](ids)
    answer = caller.post(f"/review-cases/{case.pk}/{move}/", body)
    now = ReviewCase.objects.get(pk=case.pk)
    after = (str(now.status), now.version, events.count())
    transaction.savepoint_rollback(point)
    return answer, before, after


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("move", TABLE)
def test_a_move_is_made_in_its_states_by_its_people_and_by_nobody_else(
    move: str, state: str, call: Any, stand: Callable[..., ReviewCase], people: dict[str, Any]
) -> None:
    may, states, leads_to = TABLE[move]
    case = stand(state, move)
    for who in WHO:
        answer, before, after = made(call, people, who, case, move)
        if who in may and state in states:
            expected = 403 if (move, who) in PERSONAL else 200
        elif who in may:
            expected = 422
        else:
            expected = NOBODY.get(who, 403 if who == "coordinator" else 401)
        told = f"{move} of a case {state} by {who}: {answer.content.decode()[:200]}"
        assert answer.status_code == expected, told
        if expected == 200:
            assert after == (leads_to or state, before[1] + 1, before[2] + 1), told
        else:
            assert after == before, told


def test_every_move_there_is_stands_in_the_table() -> None:
    moves = {name.removeprefix("review-case-") for name in BODIES if name.startswith("review-case")}

    assert moves == TABLE.keys()


@pytest.mark.parametrize(
    ("move", "facts"),
    [
        ("snooze", {"urgency": "emergency"}),
        ("give-opinion", {"opinion": None}),
        ("release", {"assigned_to": None}),
    ],
)
def test_what_a_move_needs_besides_is_needed_by_everybody(
    move: str,
    facts: dict[str, Any],
    call: Any,
    stand: Callable[..., ReviewCase],
    people: dict[str, Any],
) -> None:
    case = stand("open", move, **facts)
    for who in TABLE[move][0]:
        answer, before, after = made(call, people, who, case, move)

        assert (answer.status_code, after) == (422, before), who
        assert move not in answer.json()["moves"]


def test_an_older_version_of_the_case_moves_nothing(
    call: Any, stand: Callable[..., ReviewCase], people: dict[str, Any]
) -> None:
    for move, (may, states, _leads_to) in TABLE.items():
        case = stand(states[0], move)
        case.version -= 1
        for who in may:
            answer, _before, after = made(call, people, who, case, move)

            assert (answer.status_code, after[:2]) == (409, (states[0], 7)), (move, who)
