"""From a plain form post to a move: the API's own contract reads it, the same service takes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from rest_framework.exceptions import ValidationError

from api.contract.moves import (
    AssignIn,
    BookIn,
    DecideIn,
    EscalateIn,
    GiveOpinionIn,
    MessageMoveIn,
    MoveIn,
    ReopenIn,
    RequestPhotoIn,
    SecondOpinionIn,
    SnoozeIn,
)
from api.contract.shape import Shape
from frontend.clinic import move_wording
from frontend.clinic.label_form import LabelIn
from tracker.errors import ContactRequired, Invalid
from tracker.models import ReviewCase, ReviewEvent, User
from tracker.records.queries import colleagues_who_decide
from tracker.services import labels, opinions, reviews
from tracker.services.decisions import CONTACT_NEEDED, TRIED

MOMENTS = frozenset({"by", "until", "at", "contact_at"})
CONTACT = ("contact_at", "contact_how", "contact_outcome")
Step = Callable[..., ReviewCase]
Errors = dict[str, str]


@dataclass(frozen=True)
class Form:
    """fields: names of the inputs; contact_* travel as one object."""

    contract: type[Shape]
    step: Step
    fields: tuple[str, ...] = ()


FORMS: Mapping[str, Form] = {
    "claim": Form(MoveIn, reviews.claim),
    "assign": Form(AssignIn, reviews.assign, ("to",)),
    "release": Form(MoveIn, reviews.release),
    "acknowledge": Form(MoveIn, reviews.acknowledge),
    "message": Form(MessageMoveIn, reviews.message, ("text",)),
    "request-photo": Form(RequestPhotoIn, reviews.request_photo, ("view", "by", "text")),
    "snooze": Form(SnoozeIn, reviews.put_aside, ("until", "reason")),
    "escalate": Form(EscalateIn, reviews.escalate, ("to", "by", "reason")),
    "second-opinion": Form(SecondOpinionIn, opinions.ask_opinion, ("to", "by", "question")),
    "give-opinion": Form(GiveOpinionIn, opinions.give_opinion, ("text",)),
    "book": Form(BookIn, reviews.book, ("at", "text")),
    "decide": Form(DecideIn, reviews.decide, ("reason", "false_alarm_because", "note", *CONTACT)),
    "reopen": Form(ReopenIn, reviews.reopen, ("reason",)),
    "label": Form(LabelIn, labels.add_label, ("label",)),
    "unlabel": Form(LabelIn, labels.remove_label, ("label",)),
}


@dataclass(frozen=True)
class Draft:
    """What she was about to do; seen: the number of the last event that her page showed.

    since: from a page that shows no events, when it was made.
    """

    action: str
    values: Mapping[str, str]
    version: str
    seen: int
    since: datetime | None = None

    @classmethod
    def of(cls, action: str, post: Mapping[str, str]) -> "Draft":
        values = {name: post.get(name, "").strip() for name in FORMS[action].fields}
        seen = post.get("seen", "")
        number = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
        since = None if number else _past_moment(post.get("since", ""))
        return cls(action, values, post.get("version", ""), number, since)

    @classmethod
    def begun(cls, asked: Mapping[str, str]) -> "Draft | None":
        """A form that she asked for by its key, still empty, or for one view of the photos."""
        action = asked.get("do", "")
        if action not in FORMS:
            return None
        chosen = {"view": asked["view"]} if action == "request-photo" and "view" in asked else {}
        return cls(action, chosen, "", 0)

    def saw(self, event: ReviewEvent) -> bool:
        return event.at <= self.since if self.since else event.number <= self.seen

    def read(self) -> dict[str, Any]:
        """The move's arguments; raises Invalid with a sentence for each field."""
        try:
            sent = FORMS[self.action].contract.read(self._body())
        except ValidationError as wrong:
            raise Invalid(_by_field(wrong.detail)) from None
        if self.action == "decide" and _lacks_the_try(sent):
            raise Invalid({"contact.how": [move_wording.RECORD_THE_TRY]})
        return sent

    def _body(self) -> dict[str, Any]:
        said: dict[str, Any] = {
            name: _moment(value) if name in MOMENTS else value
            for name, value in self.values.items()
            if value
        }
        contact = {name.removeprefix("contact_"): said.pop(name, None) for name in CONTACT}
        if contact["how"] or contact["outcome"]:
            said["contact"] = {name: value for name, value in contact.items() if value}
        if said.get("reason") != "false_alarm":
            said.pop("false_alarm_because", None)
        return said | {"version": self.version}

    def take(self, by: User, case: ReviewCase) -> ReviewCase:
        """Make the move; raises what the service raises."""
        sent = self.read()
        if "by" in sent:
            sent["wanted_by"] = sent.pop("by")
        if "to" in sent:
            sent["to"] = _colleague(case, sent["to"], may_be_lead=self.action == "escalate")
        return FORMS[self.action].step(by=by, case=case, **sent)


def errors_in(refusal: Invalid, draft: Draft, case: ReviewCase) -> Errors:
    """One sentence a field, by the name of its input; a missing contact is said along."""
    found = {path.replace(".", "_"): str(lines[0]) for path, lines in refusal.fields.items()}
    needs_contact = draft.action == "decide" and case.urgency in CONTACT_NEEDED
    if needs_contact and not draft.values["contact_how"]:
        found.setdefault("contact_how", str(ContactRequired().detail))
    return {name: found[name] for name in (*draft.values, *found) if name in found}


def _lacks_the_try(sent: Mapping[str, Any]) -> bool:
    """Who could not be reached was tried, at every level (UX.md C2)."""
    how = (sent.get("contact") or {}).get("how")
    return sent.get("reason") == "unreachable" and how != TRIED


def _moment(value: str) -> str | datetime:
    """A datetime-local input speaks her own time zone; what is no time is refused later."""
    try:
        said = datetime.fromisoformat(value)
        return timezone.make_aware(said) if timezone.is_naive(said) else said
    except (ValueError, OverflowError):
        return value


def _past_moment(text: str) -> datetime | None:
    """None for what is no time, or has no zone."""
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at and timezone.is_aware(at) else None


def _by_field(detail: Any, path: str = "") -> dict[str, list[Any]]:
    """Nested refusals by dotted path; what is missing is asked for in the page's own words."""
    if isinstance(detail, Mapping):
        return {
            name: lines
            for key, inner in detail.items()
            for name, lines in _by_field(inner, f"{path}.{key}" if path else key).items()
        }
    lines = detail if isinstance(detail, list) else [detail]
    codes = {getattr(line, "code", "") for line in lines}
    asked = move_wording.MISSING.get(path.replace(".", "_"))
    if asked and codes & {"required", "blank", "null"}:
        return {path: [asked]}
    return {path: lines}


def _colleague(case: ReviewCase, to: str, *, may_be_lead: bool) -> User | str:
    if to == "lead" and may_be_lead:
        return to
    for known in colleagues_who_decide(case):
        if str(known.pk) == to:
            return known
    raise Invalid({"to": [move_wording.MISSING["to"]]})
