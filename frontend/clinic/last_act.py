"""What she did a moment ago, said once on the next worklist, with its way back."""

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import ngettext

from frontend.clinic import move_wording
from frontend.pages.clinic_doors import Desk
from tracker.models import ReviewCase
from tracker.records.access import cases_of
from tracker.services.moving import UNDOABLE

KEPT = "last_act"  # ids and versions, in her session
OFFERED_FOR = timedelta(seconds=10)


@dataclass(frozen=True)
class LastAct:
    """done: id and the version that the step made; left: ids that stayed as they were.

    refused: a word of move_wording or a sentence, where nothing was done. run: of messages that
    still wait to leave.
    """

    action: str
    done: list[tuple[str, int]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    refused: str = ""
    run: str = ""
    at: str = field(default_factory=lambda: timezone.now().isoformat())

    def keep(self, request: HttpRequest) -> None:
        request.session[KEPT] = asdict(self)


def said_of(request: HttpRequest, desk: Desk) -> dict[str, Any] | None:
    """What the worklist says of it, once; None where there is nothing to say."""
    kept = request.session.pop(KEPT, None)
    if kept is None:
        return None
    act = LastAct(**kept)
    ids = [pk for pk, _version in act.done] + act.left
    found = cases_of(desk.user).filter(pk__in=ids).select_related("patient")
    names = {str(case.pk): desk.shown(case.patient.name) for case in found}
    at = parse_datetime(act.at)
    is_young = at is not None and timezone.now() - at < OFFERED_FOR
    can_undo = act.action in UNDOABLE and is_young
    return {
        "text": _text(act, names),
        "left": _left(act, names),
        "run": act.run if act.done and is_young else "",
        "undo": [f"{pk}~{version}" for pk, version in act.done] if can_undo else [],
        "is_refusal": bool(act.refused),
    }


def _left(act: LastAct, names: dict[str, str]) -> str:
    """Which stayed as they were, and why, in one sentence; "" where none did."""
    said = ", ".join(names[pk] for pk in act.left if pk in names)
    because = move_wording.LEFT_BECAUSE.get(act.action, move_wording.LEFT)
    return str(because % {"names": said}) if said else ""


def _text(act: LastAct, names: dict[str, str]) -> str:
    if act.refused:
        return str(getattr(move_wording, act.refused, act.refused))
    if not act.done:
        return str(move_wording.NOTHING_DONE)
    if len(act.done) == 1:
        return done_words(act.action, names.get(act.done[0][0], ""))
    many = len(act.done)
    words = {
        "undo": ngettext("%(n)d step taken back", "%(n)d steps taken back", many),
        "claim": ngettext("%(n)d case is yours now", "%(n)d cases are yours now", many),
        "assign": ngettext("%(n)d case assigned", "%(n)d cases assigned", many),
        "label": ngettext("%(n)d case labelled", "%(n)d cases labelled", many),
        "unlabel": ngettext("Label off %(n)d case", "Label off %(n)d cases", many),
        "send": ngettext(
            "%(n)d message leaves after 10 seconds.", "%(n)d messages leave after 10 seconds.", many
        ),
        "withhold": ngettext("%(n)d message was not sent", "%(n)d messages were not sent", many),
    }
    return words[act.action] % {"n": many}


def done_words(action: str, name: str) -> str:
    words = move_wording.UNDONE if action == "undo" else move_wording.DONE[action]
    return f"{name}: {words}" if name else str(words)


def one(action: str, case: ReviewCase) -> LastAct:
    return LastAct(action, [(str(case.pk), case.version)])
