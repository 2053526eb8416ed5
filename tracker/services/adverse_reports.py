"""A report of an adverse event that leaves a case: an event on it, and a row in the audit.

Seriousness and outcome are a clinician's word and are kept with the event, so that the next report
of the same case begins with them. Codes and their meaning: ICH E2B(R3), E.i.3.2 and E.i.7
(EMA/CHMP/ICH/287/1995).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from tracker import wording
from tracker.errors import Invalid
from tracker.models import ReviewCase, ReviewEvent, User
from tracker.records import audit
from tracker.records.access import CLINICIANS, require_role
from tracker.services.case_opening import note_event

ACTION: Final = "adverse-event-report"
FORMS: Final = ("pdf", "json")
SERIOUS: Final = {  # our code -> its element
    "death": "E.i.3.2a",
    "life_threatening": "E.i.3.2b",
    "hospital": "E.i.3.2c",
    "disability": "E.i.3.2d",
    "birth_defect": "E.i.3.2e",
    "other": "E.i.3.2f",
}
OUTCOMES: Final = {  # our code -> the value of E.i.7
    "recovered": 1,
    "recovering": 2,
    "not_recovered": 3,
    "recovered_with_sequelae": 4,
    "fatal": 5,
    "unknown": 0,
}
MOST_WORDS: Final = 4000


@dataclass(frozen=True)
class Judged:
    """What a clinician says of the event; None and "" are "not recorded", which is no "no".

    serious: codes of SERIOUS, empty for an event that is not serious. outcome: of OUTCOMES.
    """

    serious: tuple[str, ...] | None = None
    outcome: str = ""
    words: str = ""

    def check(self) -> None:
        """Raises Invalid for a code that is none, or for words that are too many."""
        wrong = {
            "serious": set(self.serious or ()) - SERIOUS.keys(),
            "outcome": {self.outcome} - OUTCOMES.keys() - {""},
            "words": len(self.words) > MOST_WORDS,
        }
        found = {name: [wording.REPORT_FIELDS[name]] for name, is_so in wrong.items() if is_so}
        if found:
            raise Invalid(found)


@transaction.atomic
def note_report(*, by: User, case: ReviewCase, judged: Judged, form: str) -> ReviewEvent:
    """Record that a report was made. Raises NotAllowed for who is no clinician there, Invalid."""
    require_role(by, case.clinic_id, CLINICIANS)
    judged.check()
    held = ReviewCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    serious = None if judged.serious is None else list(judged.serious)
    detail: dict[str, Any] = {"form": form, "serious": serious, "outcome": judged.outcome}
    note_event(held, ACTION, by=by, note=judged.words, detail=detail)
    audit.record("case.reported", by=by, clinic_id=case.clinic_id, about=case, form=form)
    return held.events.get(number=held.events.count())


def last_judged(events: Sequence[ReviewEvent]) -> Judged:
    """What the newest report of a case said, oldest event first; nothing where there is none."""
    for event in reversed(events):
        if event.action == ACTION:
            serious = event.detail["serious"]
            told = None if serious is None else tuple(serious)
            return Judged(told, event.detail["outcome"], event.note)
    return Judged()
