"""From the posted form to the contract's body (API.md, "A check-in"), or what is still missing."""

from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from frontend.check_in import behaviours, carried, ticks
from frontend.vocabulary import Vocabulary
from tracker.models import NoPhoto, Treatment
from tracker.records.access import Person

Errors = list[dict[str, str]]
STALE = timedelta(minutes=30)


def read(
    user: Person, post: QueryDict, treatment: Treatment, words: Vocabulary
) -> tuple[dict[str, Any], Errors]:
    """A danger sign is enough: nothing else is asked before it is sent."""
    reported_at = said_at(post)
    asked_for_help = is_alarm(post)
    reports = carried.going_on(carried.shown_before(user, treatment, post))
    going_on, missing = carried.entries(reports, post, words)
    new, missing_too = ticks.entries(post, treatment, reported_at, words)
    found = errors_of({**missing, **missing_too})
    if post.get("danger") not in ("none", "yes") and not asked_for_help:
        found.insert(0, {"field": "danger", "text": _("Choose None of these, or Yes.")})
    body = {
        "client_id": post.get("client_id", ""),
        "treatment": str(treatment.pk),
        "reported_at": reported_at.isoformat(),
        "symptoms": [*going_on, *new],
        "danger_signs": {
            "asked": True,
            "any": asked_for_help,
            "signs": post.getlist("sign"),
        },
        "behaviours": None if "alarm" in post else behaviours.told(post, words),
        "wants_contact": True if post.get("wants_contact") == "yes" else None,
        "note": "\n".join([*ticks.notes(post, treatment, words), post.get("note", "")]).strip(),
        "no_photo_because": why_no_photo(post),
    }
    return body, [] if asked_for_help else found


def why_no_photo(post: QueryDict) -> str | None:
    """An optional answer never holds the others back: what is no code of ours is no reason."""
    said = post.get("no_photo_because", "")
    return said if said in NoPhoto.values else None


def is_alarm(post: QueryDict) -> bool:
    return post.get("danger") == "yes" or bool(post.getlist("sign"))


def errors_of(missing: dict[str, str]) -> Errors:
    return [{"field": field, "text": text} for field, text in missing.items()]


def said_at(post: QueryDict) -> datetime:
    """The phone's clock where the script said one. Without script, when the form was opened (so
    that a form sent twice means one report), or now where that is long ago."""
    now = timezone.localtime()
    said, opened = moment(post.get("reported_at", "")), moment(post.get("opened_at", ""))
    if said is not None:
        return said
    return opened if opened and timedelta() <= now - opened <= STALE else now


def moment(text: str) -> datetime | None:
    try:
        said = datetime.fromisoformat(text)
        return said if said.utcoffset() is not None else None
    except ValueError:
        return None
