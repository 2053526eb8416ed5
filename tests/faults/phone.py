"""A phone that keeps what it sends until the clinic has answered, as the outbox does."""

import hashlib
import http.client
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from tracker.models import Treatment, User
from tracker.services.tokens import make_token

TAKEN = (200, 201)
REFUSED_FOR_NOW = (408, 429, 502, 503, 504)
LINE_IS_DOWN = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Entry:
    """One post, byte for byte; told: what the clinic must hold of it (a note, a photo's digest)."""

    kind: str
    client_id: UUID
    path: str
    body: bytes
    content_type: str
    told: str


def a_report(treatment: Treatment, **said: Any) -> Entry:
    """A check-in now; its note is its own."""
    client_id = uuid4()
    body = {
        "client_id": str(client_id),
        "treatment": str(treatment.pk),
        "reported_at": timezone.now().isoformat(),
        "symptoms": [],
        "note": f"note {client_id}",
    } | said
    raw = json.dumps(body).encode()
    note = str(body["note"])
    return Entry("check-in", client_id, "/api/v1/check-ins/", raw, "application/json", note)


def a_numb_cheek(treatment: Treatment) -> Entry:
    """What opens an urgent case."""
    lost = {"touch_felt": False, "movement_normal": True}
    place = {"region": "cheek", "side": "left", "severity": 4}
    return a_report(treatment, symptoms=[{"symptom": "numbness", "answers": lost, **place}])


def a_photo(treatment: Treatment, picture: bytes) -> Entry:
    """No two are alike: a JPEG may be followed by anything."""
    client_id = uuid4()
    data = picture + client_id.bytes
    form = {
        "client_id": str(client_id),
        "view": "front_rest",
        "taken_at": timezone.now().isoformat(),
    }
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="p.jpg"\r\n'
    file = part.encode() + b"Content-Type: image/jpeg\r\n\r\n" + data + b"\r\n"
    raw = file + encode_multipart(BOUNDARY, form)
    path = f"/api/v1/treatments/{treatment.pk}/photos/"
    digest = hashlib.sha256(data).hexdigest()
    return Entry("photo", client_id, path, raw, MULTIPART_CONTENT, digest)


@dataclass
class Phone:
    """port 0: the application in this process. Every answer is counted by its status."""

    user: User
    port: int = 0
    waiting: list[Entry] = field(default_factory=list)
    answered: list[Entry] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.bearer = {"Authorization": f"Bearer {make_token(self.user)}"}

    def keep(self, *entries: Entry) -> None:
        self.waiting += entries

    def flush(self) -> None:
        """Each that waits is sent once; who answers that it has it, is believed."""
        for entry in list(self.waiting):
            self.heard(entry, self.send(entry))

    def heard(self, entry: Entry, status: int) -> None:
        """0: no answer."""
        self.statuses[status] += 1
        if status in TAKEN:
            self.waiting.remove(entry)
            self.answered.append(entry)

    def send(self, entry: Entry) -> int:
        if not self.port:
            client = Client(headers=self.bearer, raise_request_exception=False)
            more = {"data": entry.body, "content_type": entry.content_type}
            return int(client.generic("POST", entry.path, **more).status_code)
        try:
            return self.asks("POST", entry.path, entry.body, entry.content_type)[0]
        except LINE_IS_DOWN:
            return 0

    def asks(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/json"
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """On a line of its own to the server."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, body or None, {**self.bearer, "Content-Type": kind})
            answer = line.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            line.close()

    def raw(self, entry: Entry) -> bytes:
        """The whole request as it goes over the line."""
        head = f"POST {entry.path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        head += f"Authorization: {self.bearer['Authorization']}\r\n"
        head += f"Content-Type: {entry.content_type}\r\nContent-Length: {len(entry.body)}\r\n\r\n"
        return head.encode() + entry.body
