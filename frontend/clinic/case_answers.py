"""What the open worklist hears after a step, to change the row in its place."""

from typing import Any

from django.utils import timezone

from frontend.clinic.case_rows import acts_on, live_parts
from frontend.clinic.last_act import OFFERED_FOR, done_words
from frontend.pages.clinic_doors import Desk
from tracker.models import ReviewCase
from tracker.services.moving import UNDOABLE


def answer_to(action: str, case: ReviewCase, desk: Desk) -> dict[str, Any]:
    """As JSON; undo_seconds: for how long the step may be taken back, 0 for never."""
    now = timezone.now()
    parts = live_parts(case, now)
    return {
        **parts,
        "clock": parts["clock"]._asdict(),
        "id": case.pk,
        "said": done_words(action, desk.shown(case.patient.name)),
        "since": now.isoformat(),
        "acts": [act["name"] for act in acts_on(case, desk) if not act["is_off"]],
        "undo_seconds": OFFERED_FOR.seconds if action in UNDOABLE else 0,
    }
