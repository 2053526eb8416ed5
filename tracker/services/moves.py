"""Which move is legal in which state, and who may make it: one short table."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.models import ReviewCase, Status, User
from tracker.records.access import CLINICIANS, STAFF

WORKING = frozenset({Status.OPEN, Status.WAITING_PATIENT, Status.SNOOZED})
Condition = Callable[[ReviewCase], bool]


@dataclass(frozen=True)
class Move:
    """status_after None: the state stays as it is. is_a_look: who makes it has read the case."""

    states: frozenset[str]
    roles: tuple[str, ...]
    status_after: str | None = None
    when: Condition = lambda case: True
    is_a_look: bool = True

    def is_legal(self, case: ReviewCase) -> bool:
        return case.status in self.states and self.when(case)


def _is_unclaimed(case: ReviewCase) -> bool:
    return case.assigned_to_id is None or case.escalation is not None


def _is_claimed(case: ReviewCase) -> bool:
    return case.assigned_to_id is not None


def _is_asked(case: ReviewCase) -> bool:
    return case.opinion is not None


def _may_wait(case: ReviewCase) -> bool:
    return case.urgency != "emergency"


MOVES: dict[str, Move] = {
    "claim": Move(WORKING, STAFF, when=_is_unclaimed),
    "assign": Move(WORKING, STAFF),
    "release": Move(WORKING, STAFF, when=_is_claimed),
    "acknowledge": Move(WORKING, CLINICIANS),
    "message": Move(WORKING, STAFF),
    "request-photo": Move(WORKING, STAFF, Status.WAITING_PATIENT),
    "snooze": Move(WORKING, CLINICIANS, Status.SNOOZED, when=_may_wait),
    "escalate": Move(WORKING, CLINICIANS),
    "second-opinion": Move(WORKING, CLINICIANS),
    "give-opinion": Move(WORKING, CLINICIANS, when=_is_asked),
    "book": Move(WORKING, STAFF),
    "decide": Move(WORKING, CLINICIANS, Status.CLOSED),
    "reopen": Move(frozenset({Status.CLOSED}), CLINICIANS, Status.OPEN),
}
# Steps of the desk alone, which the API does not list: the case stays where and as new as it is.
LABELLING: dict[str, Move] = {
    "label": Move(WORKING, STAFF, is_a_look=False),
    "unlabel": Move(WORKING, STAFF, is_a_look=False),
}
STEPS = MOVES | LABELLING


def legal_moves(case: ReviewCase) -> tuple[str, ...]:
    """What the case's state allows; who may make a move is another question."""
    return tuple(name for name, move in MOVES.items() if move.is_legal(case))


def moves_open_to(case: ReviewCase, roles: frozenset[str]) -> tuple[str, ...]:
    """The legal moves that one of these roles may make."""
    return tuple(name for name in legal_moves(case) if roles & set(MOVES[name].roles))


def accepts(case: ReviewCase, user: User, roles: frozenset[str]) -> bool:
    """Whether an escalation was to this person, or to the lead and she is one."""
    if case.escalation is None:
        return False
    to = case.escalation["to"]
    return to == str(user.pk) or (to == "lead" and "clinical_lead" in roles)
