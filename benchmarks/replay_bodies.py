"""What phones send again and again: entries, each with other bodies under the same id."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from benchmarks import stage
from benchmarks.check_in import URL, report
from benchmarks.contract_cast import picture
from tracker.services.photo_store import fingerprint

JSON = "application/json"
MESSAGES = "/api/v1/messages/"
NUMB = {"symptom": "numbness", "region": "cheek", "side": "left", "severity": 4}
BRUISED = {"symptom": "bruise", "region": "forehead", "side": "left", "severity": 2}
ALARM = {"asked": True, "any": True, "signs": ["breathing"]}
CALM = {"asked": True, "any": False, "signs": []}
PICTURE = picture(96)


@dataclass(frozen=True)
class Body:
    """Byte for byte; told: what alone the row of the one that came first may hold."""

    data: bytes
    told: str


@dataclass(eq=False)
class Entry:
    """One thing that she told, under one id; the first body is her phone's own.

    after: the check-in that has to be there before it. The rest is what was heard, by body.
    """

    kind: str
    client_id: UUID
    person: stage.Person
    path: str
    bodies: tuple[Body, ...]
    content_type: str = JSON
    after: "Entry | None" = None
    firsts: int = 0
    taken: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    answers: set[str] = field(default_factory=set)
    judgements: dict[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> Body:
        """The one that was taken; the entry has no fault."""
        (number,) = self.taken
        return self.bodies[number]


def told_by(person: stage.Person, ids: Iterator[UUID]) -> list[Entry]:
    """Check-ins of every kind with what hangs on them, photos, messages of one patient."""
    quiet = _check_in(person, next(ids), symptoms=[])
    bruised = _check_in(person, next(ids), symptoms=[BRUISED])
    return [
        quiet,
        bruised,
        _check_in(person, next(ids), symptoms=[NUMB]),
        _check_in(person, next(ids), danger_signs=ALARM),
        _check_in(person, next(ids), wants_contact=True),
        _answers(bruised),
        _photo(person, next(ids), f"/api/v1/check-ins/{quiet.client_id}/photos/", quiet),
        _photo(person, next(ids), f"/api/v1/treatments/{person.treatment.pk}/photos/"),
        _message(person, next(ids)),
        _message(person, next(ids), worried=True),
    ]


def _check_in(person: stage.Person, client_id: UUID, **said: Any) -> Entry:
    """Told anew with another note, and with a danger sign more or less."""
    told = report(person, 1) | {"client_id": str(client_id)} | said
    other = CALM if told["danger_signs"] == ALARM else ALARM
    notes = [f"note {uuid4()}" for _ in range(3)]
    bodies = [
        told | {"note": notes[0]},
        told | {"note": notes[1]},
        told | {"note": notes[2], "danger_signs": other},
    ]
    written = (json.dumps(body).encode() for body in bodies)
    found = tuple(Body(data, note) for data, note in zip(written, notes, strict=True))
    return Entry("check-in", client_id, person, URL, found)


def _answers(check_in: Entry) -> Entry:
    """They have no id of their own: her check-in's is theirs, and other answers are a new word."""
    path = f"{URL}{check_in.client_id}/answers/"
    body = Body(json.dumps({"answers": {"broken_skin": False}}).encode(), "false")
    return Entry("answers", check_in.client_id, check_in.person, path, (body,), after=check_in)


def _photo(person: stage.Person, client_id: UUID, path: str, after: Entry | None = None) -> Entry:
    """Sent anew with other bytes, and as another view."""
    at = timezone.now()
    own = _form(client_id, "front_rest", at, PICTURE + client_id.bytes)
    others = (
        _form(client_id, "front_rest", at, PICTURE + uuid4().bytes),
        _form(client_id, "left_45", at, PICTURE + client_id.bytes),
    )
    return Entry("photo", client_id, person, path, (own, *others), MULTIPART_CONTENT, after)


def _form(client_id: UUID, view: str, at: datetime, data: bytes) -> Body:
    """No two pictures are alike: a JPEG may be followed by anything."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="p.jpg"\r\n'
    file = head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + data + b"\r\n"
    fields = {"client_id": str(client_id), "view": view, "taken_at": at.isoformat()}
    return Body(file + encode_multipart(BOUNDARY, fields), f"{view} {fingerprint(data)}")


def _message(person: stage.Person, client_id: UUID, *, worried: bool = False) -> Entry:
    """Sent anew with other words, and without or with the worry."""
    told = {"client_id": str(client_id), "treatment": str(person.treatment.pk)}
    texts = [f"words {uuid4()}" for _ in range(3)]
    bodies = tuple(
        Body(json.dumps(told | {"text": text, "worried": worry}).encode(), text)
        for text, worry in zip(texts, (worried, worried, not worried), strict=True)
    )
    return Entry("message", client_id, person, MESSAGES, bodies)
