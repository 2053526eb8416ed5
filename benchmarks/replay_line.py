"""One post of an entry to the application in this process, and what its answer says of it."""

import json
from typing import Any

from django.test import Client

from benchmarks.replay_bodies import Body, Entry


def send(entry: Entry, body: Body) -> tuple[int, dict[str, Any]]:
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    headers = {"Authorization": f"Bearer {entry.person.token}"}
    said = client.generic(
        "POST", entry.path, body.data, content_type=entry.content_type, headers=headers
    )
    try:
        return said.status_code, json.loads(said.content)
    except ValueError:  # a page
        return said.status_code, {}


def heard(entry: Entry, number: int, status: int, said: dict[str, Any], *, is_there: bool) -> str:
    """Noted on the entry; a fault where the answer alone is wrong.

    is_there: the check-in that it belongs to had been taken before this was sent.
    """
    if status in (200, 201):
        entry.taken.add(number)
        entry.firsts += status == 201
        return _taken(entry, said)
    if status == 409 and said.get("type") == "about:blank#other-body":
        entry.refused.add(number)
        return ""
    if status == 503 or (status == 404 and not is_there):
        return ""  # she is asked to come again
    return f"{entry.kind} {entry.client_id}: {status} {said.get('type')}"


def _taken(entry: Entry, said: dict[str, Any]) -> str:
    """Without what time may change: which judgement is the newest, when a case is due."""
    said.pop("seen_at", None)
    if entry.kind == "check-in":
        judged = said.pop("assessment")
        text = json.dumps(judged, sort_keys=True)
        if entry.judgements.setdefault(judged["id"], text) != text:
            return f"check-in {entry.client_id}: judgement {judged['id']} was told otherwise"
        said["review_case"] = said["review_case"] and said["review_case"]["id"]
    entry.answers.add(json.dumps(said, sort_keys=True))
    return ""
