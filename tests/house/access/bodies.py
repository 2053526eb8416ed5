"""A body that would do something, for each call that takes one; `ids` are the target's."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

Ids = Mapping[str, Any]
Body = Mapping[str, Any]


def soon(minutes: int = 30) -> str:
    return (timezone.now() + timezone.timedelta(minutes=minutes)).isoformat()


def check_in(ids: Ids) -> Body:
    return {
        "client_id": str(uuid4()),
        "treatment": str(ids["treatment"]),
        "reported_at": timezone.now().isoformat(),
        "symptoms": [{"symptom": "bruise", "region": "forehead", "severity": 2}],
        "note": "No pain",
    }


def patient(ids: Ids) -> Body:
    return {
        "name": "New Person",
        "date_of_birth": "1990-01-01",
        "language": "en",
        "time_zone": "Europe/London",
        "not_asked": [],
    }


def treatment(ids: Ids) -> Body:
    return {
        "patient": str(ids["patient"]),
        "procedure": "botulinum_toxin",
        "performed_at": timezone.now().isoformat(),
        "circumstances": [],
        "sites": [{"region": "forehead"}],
    }


def message(ids: Ids) -> Body:
    return {"treatment": str(ids["treatment"]), "client_id": str(uuid4()), "text": "Hello"}


def decide(ids: Ids) -> Body:
    told = {"at": timezone.now().isoformat(), "how": "phone", "outcome": "She is well"}
    return {"version": ids["version"], "reason": "treated", "note": "", "contact": told}


def photo(ids: Ids) -> Body:
    """Not a picture: the answer to who may send one is the same, and no decoder has to start."""
    return {
        "client_id": str(uuid4()),
        "view": "front_rest",
        "taken_at": timezone.now().isoformat(),
        "file": SimpleUploadedFile("x.jpg", b"not a picture"),
    }


def landmarks(ids: Ids) -> Body:
    return {"points": {"eye_outer_right": [0.3, 0.4], "eye_outer_left": [0.7, 0.4]}}


def measurement(ids: Ids) -> Body:
    return {"ring": [[0.4, 0.4], [0.6, 0.4], [0.5, 0.6]], "scale": "none"}


def move(**more: Any) -> Callable[[Ids], Body]:
    return lambda ids: {"version": ids["version"], **more}


BODIES: Mapping[str, Callable[[Ids], Body]] = {
    "patients": patient,
    "patient": lambda ids: {"name": "Another Name"},
    "treatments": treatment,
    "check-ins": check_in,
    "check-in-answers": lambda ids: {"answers": {"broken_skin": False}},
    "messages": message,
    "photo-landmarks": landmarks,
    "photo-measurements": measurement,
    "messages-seen": lambda ids: {"treatment": str(ids["treatment"])},
    "review-case-message": move(text="Hello"),
    "review-case-request-photo": lambda ids: {
        "version": ids["version"],
        "view": "left_45",
        "by": soon(),
    },
    "review-case-snooze": lambda ids: {
        "version": ids["version"],
        "until": soon(1),
        "reason": "after lunch",
    },
    "review-case-escalate": lambda ids: {
        "version": ids["version"],
        "to": "lead",
        "reason": "please look",
        "by": soon(),
    },
    "review-case-assign": lambda ids: {
        "version": ids["version"],
        "to": str(ids["colleague"]),
    },
    "review-case-second-opinion": lambda ids: {
        "version": ids["version"],
        "to": str(ids["colleague"]),
        "question": "nerve or swelling?",
        "by": soon(),
    },
    "review-case-give-opinion": move(text="A nerve."),
    "review-case-book": move(text="Bring your card."),
    "review-case-decide": decide,
    "review-case-reopen": move(reason="a second look"),
    "review-case-claim": move(),
    "review-case-release": move(),
    "review-case-acknowledge": move(),
}
OCTETS: Mapping[str, Mapping[str, Any]] = {
    "check-in-photo-parts": {
        "data": b"the first part",
        "content_type": "application/octet-stream",
        "headers": {"Upload-Offset": "0"},
    },
}
UPLOADS: Mapping[str, Callable[[Ids], Body]] = {
    "treatment-photos": photo,
    "check-in-photos": photo,
}
