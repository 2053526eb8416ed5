"""A check-in as her record lists it."""

from typing import Any

from frontend.clinic import wording
from frontend.clinic.note_marks import is_new_note, note_seen_words
from frontend.clinic.timeline import check_in_summary
from tracker.models import CheckIn
from tracker.triage.explain import Voice


def check_in_row(check_in: CheckIn, words: Voice) -> dict[str, Any]:
    newest = next(iter(check_in.assessments.all()), None)
    return {
        "pk": check_in.pk,
        "day": wording.day(check_in.day),
        "at": wording.moment(check_in.received_at),
        "summary": check_in_summary(check_in, words),
        "note": check_in.note,
        "is_new_note": is_new_note(check_in),
        "note_seen": note_seen_words(check_in),
        "level": newest.urgency if newest else "",
        "level_word": wording.LEVELS[newest.urgency] if newest else "",
        "photos": wording.photos(len(check_in.photos.all())),
    }
