"""What colleagues ask of each other on a case, as its row says it: of whom, until when."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from frontend.clinic import list_wording, wording
from frontend.clinic.case_clock import until
from frontend.pages.clinic_doors import Desk
from tracker.models import ReviewCase
from tracker.services.moves import accepts

Names = Mapping[str, str]


class Mark(NamedTuple):
    """is_hers: it is she who is asked."""

    text: str
    is_hers: bool
    is_late: bool
    icon: str = "people"


def marks_on(case: ReviewCase, desk: Desk, names: Names, now: datetime) -> list[Mark]:
    """An escalation nobody took, an opinion nobody gave; before them, that nothing new comes.

    names: a colleague's id -> name. The case has care_ended, where it stands in a list.
    """
    ended = [Mark(str(wording.EVENTS["care_ended"]), False, False, "info")]
    return [*(ended if getattr(case, "care_ended", False) else []), *_asks(case, desk, names, now)]


def _asks(case: ReviewCase, desk: Desk, names: Names, now: datetime) -> list[Mark]:
    is_taker = accepts(case, desk.user, desk.roles_at(case.clinic_id))
    is_asked = (case.opinion or {}).get("to") == str(desk.user.pk)
    return [
        _mark(said, kind, is_hers, names, now)
        for said, kind, is_hers in (
            (case.escalation, "escalation", is_taker),
            (case.opinion, "opinion", is_asked),
        )
        if said is not None and case.is_open
    ]


def _mark(said: Mapping[str, str], kind: str, is_hers: bool, names: Names, now: datetime) -> Mark:
    by = datetime.fromisoformat(said["by"])
    who = said["from"] if is_hers else said["to"]
    name = list_wording.THE_LEAD if who == "lead" else names.get(who, list_wording.A_COLLEAGUE)
    words = list_wording.ASKED_OF_YOU if is_hers else list_wording.ASKED_OF_OTHERS
    text = words[kind] % {"name": name, "when": until(by, now)}
    late = list_wording.LATE % {"text": text} if by <= now else text
    return Mark(str(late), is_hers, by <= now)
