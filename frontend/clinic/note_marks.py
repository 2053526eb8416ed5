"""Whether a clinician has seen the note of a check-in, and who."""

from frontend.clinic.threads import seen_by_words
from tracker.models import CheckIn, NoteMark


def is_new_note(check_in: CheckIn) -> bool:
    mark = _mark(check_in)
    return mark is not None and mark.seen_at is None


def note_seen_words(check_in: CheckIn) -> str:
    """ "" where there is no note, or no clinician has seen it yet."""
    mark = _mark(check_in)
    if mark is None or mark.seen_by is None or mark.seen_at is None:
        return ""
    return seen_by_words(mark.seen_by.name, mark.seen_at)


def _mark(check_in: CheckIn) -> NoteMark | None:
    return getattr(check_in, "note_mark", None)  # the reverse of a one-to-one raises
