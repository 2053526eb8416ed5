"""The moves that this person may make on this case now, each with its form."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from frontend.clinic import move_wording, wording
from frontend.clinic.forms import FORMS, Draft, Errors
from tracker.models import ReviewCase, Role, User
from tracker.records.queries import colleagues_who_decide
from tracker.services.decisions import CONTACT_NEEDED
from tracker.services.desk_keys import USUAL
from tracker.services.moves import LABELLING, accepts, moves_open_to
from tracker.services.snoozes import longest_snooze
from tracker.triage.explain import Voice

FORM_OF_TIME = "%Y-%m-%dT%H:%M"
ORDER = (
    "claim",
    "acknowledge",
    "decide",
    "message",
    "request-photo",
    "book",
    "give-opinion",
    "second-opinion",
    "escalate",
    "assign",
    "snooze",
    "release",
    "reopen",
    "label",
)


@dataclass(frozen=True)
class Move:
    """A disposition; one without fields is a single button."""

    action: str
    label: str
    submit: str
    url: str
    template: str
    key: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    is_open: bool = False


def moves_for(
    case: ReviewCase,
    user: User,
    roles: frozenset[str],
    draft: Draft | None = None,
    errors: Errors | None = None,
    keys: Mapping[str, str] = USUAL,
) -> list[Move]:
    """In the order of use; the drafted one stands open with what she wrote. keys: hers."""
    legal = _open_to(case, user, roles)
    found = [_move(case, name, draft, errors or {}) for name in ORDER if name in legal]
    return [replace(each, key=keys.get(each.action, "")) for each in found]


def _open_to(case: ReviewCase, user: User, roles: frozenset[str]) -> set[str]:
    names = open_to(case, user, roles)
    if names & {"assign", "second-opinion"} and not _colleagues(case, user):
        names -= {"assign", "second-opinion"}  # there is nobody to choose
    return names


def open_to(case: ReviewCase, user: User, roles: frozenset[str]) -> set[str]:
    """Her moves that make sense now; whether there is a colleague to choose is not asked."""
    names = set(moves_open_to(case, roles))
    names |= {name for name, step in LABELLING.items() if step.is_legal(case)}
    if case.assigned_to_id and not accepts(case, user, roles):
        names.discard("claim")
    if case.assigned_to_id != user.pk and Role.CLINICAL_LEAD not in roles:
        names.discard("release")
    if (case.opinion or {}).get("to") != str(user.pk):
        names.discard("give-opinion")
    if case.acknowledged_at and not case.has_news:
        names.discard("acknowledge")  # it would change nothing
    if case.due_at <= timezone.now() and not case.acknowledged_at:
        names.discard("snooze")  # never past the time it is due, and that has passed
    return names


def _colleagues(case: ReviewCase, user: User) -> list[User]:
    return [each for each in colleagues_who_decide(case) if each.pk != user.pk]


def _move(case: ReviewCase, action: str, draft: Draft | None, errors: Errors) -> Move:
    is_drafted = draft is not None and draft.action == action
    kept = draft.values if draft is not None and is_drafted else {}
    label = str(move_wording.MOVES[action])
    return Move(
        action=action,
        label=label,
        submit=str(move_wording.SUBMITS.get(action, label)),
        url=reverse("case-move", args=[case.pk, action]),
        template=f"frontend/clinician/moves/{action}.html" if FORMS[action].fields else "",
        values={**_usual(case, action), **kept},
        errors=errors if is_drafted else {},
        is_open=is_drafted,
    )


def _usual(case: ReviewCase, action: str) -> dict[str, str]:
    """Times that are only a convenience; a reason or a contact is never filled in."""
    now = timezone.now()
    if action == "snooze":
        return {"until": as_input(min(longest_snooze(case), now + timedelta(hours=1)))}
    if action == "request-photo":
        return {"by": as_input(now + timedelta(days=1))}
    if action in ("escalate", "second-opinion"):
        return {"by": as_input(max(case.due_at, now + timedelta(hours=1)))}
    if action == "decide":
        return {"contact_at": as_input(now)}
    return {}


def as_input(at: datetime) -> str:
    """As a datetime-local input wants it, in her time zone."""
    return timezone.localtime(at).strftime(FORM_OF_TIME)


def choices(case: ReviewCase, user: User, voice: Voice) -> dict[str, Any]:
    """What the selects and radio buttons of the moves offer."""
    people, most = _colleagues(case, user), longest_snooze(case)
    return {
        "view": [(view, wording.photo_view(view)) for view in voice.protocol.views],
        "to": [("lead", move_wording.LEAD), *((str(each.pk), each.name) for each in people)],
        "colleague": [(str(each.pk), each.name) for each in people],
        "reason": list(move_wording.REASONS.items()),
        "false_alarm_because": list(move_wording.FALSE_ALARMS.items()),
        "contact_how": list(move_wording.CONTACTS.items()),
        "needs_contact": case.urgency in CONTACT_NEEDED,
        "until_most": as_input(most),
        "until_words": wording.moment(most),
        "now": as_input(timezone.now()),
    }


def kept_words(draft: Draft) -> list[tuple[str, str]]:
    """What she had written, field by field, to be copied where it can no longer be sent."""
    return [(str(move_wording.FIELDS[name]), said) for name, said in draft.values.items() if said]
