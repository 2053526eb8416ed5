"""What became of a flag: the one place that says when a clinician has acted on a check-in."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from tracker.models import ReviewEvent

JOINED = ("opened", "flagged")  # the check-in opened the case, or joined it while it was open
ACTS = ("escalate", "request-photo", "book")
DECISIONS = ("treated", "referred")
NO_CASE = "none"
STILL_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Sequel:
    """The case that a check-in opened or joined, and what became of it so far.

    acted_on, as everywhere in the product: that case was decided "treated" or "referred"; or,
    after the check-in stood in it, it was escalated, or a photo or a visit was asked for. Having
    been seen, answered, or closed with another reason is not acting on it. outcome: the reason of
    the decision that stands, "open" before one, "none" where there is no case.
    """

    case: UUID | None = None
    outcome: str = NO_CASE
    acted_on: bool = False


NOTHING = Sequel()


def sequels(check_ins: Iterable[UUID]) -> dict[UUID, Sequel]:
    """For those of the check-ins that stand in a case; one statement."""
    acts = ReviewEvent.objects.filter(
        case=OuterRef("case"), number__gt=OuterRef("number"), action__in=ACTS
    )
    joined = ReviewEvent.objects.filter(
        action__in=JOINED, assessment__check_in__in=list(check_ins)
    ).annotate(acted=Exists(acts))
    rows = joined.order_by("at", "number").values_list(
        "assessment__check_in", "case", "case__decision", "acted"
    )
    found: dict[UUID, Sequel] = {}
    for check_in, case, decision, acted in rows:
        reason = (decision or {}).get("reason", STILL_OPEN)
        was = found.get(check_in, NOTHING).acted_on
        found[check_in] = Sequel(case, reason, was or acted or reason in DECISIONS)
    return found
