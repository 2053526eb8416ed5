"""Are check-ins with danger signs still taken under ten times the load of exports, photos, uploads?

    python -m benchmarks.overload [--seconds 60]

gunicorn as deployed on loopback, limits off. First some readers of exports and thumbnails, and some
who send photos, for as long as it takes to know the server's pace with them; then ten times as
many, who ask again as soon as they are answered or told to come back, and beside them one check-in
with a danger sign each second. Bar: each of these is answered 201 as an emergency within five
seconds, and the others get nothing but their answer or 503 with a time to come back.
"""

import argparse
import http.client
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from statistics import median
from uuid import uuid4

from benchmarks import stage
from benchmarks.check_in import URL, report
from benchmarks.rivals import saved, twelve_megapixels
from benchmarks.served import Served
from benchmarks.uploads import bearer, form_of, send

READERS, SENDERS, TIMES = 4, 1, 10
LONGEST = 5.0  # seconds; the answer to a danger sign
PHOTOS = 6
Act = Callable[[http.client.HTTPConnection, int], None]


class Crowd:
    """Each does its act again and again on one connection, until told to stop."""

    def __init__(self, server: Served, acts: list[Act]) -> None:
        self.server, self.number = server, len(acts)
        self.answers: Counter[str] = Counter()
        self.is_over = threading.Event()
        self.threads = [threading.Thread(target=self._keep_on, args=[act]) for act in acts]

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join(60)

    def _keep_on(self, act: Act) -> None:
        line, number = self.server.connect(), 0
        while not self.is_over.is_set():
            try:
                act(line, number)
                answer = line.getresponse()
                answer.read()
                later = "" if answer.getheader("Retry-After") else " without a time"
                self.answers[f"{answer.status}{later if answer.status == 503 else ''}"] += 1
            except (OSError, http.client.HTTPException) as error:
                self.answers[type(error).__name__] += 1
                line.close()
                line = self.server.connect()
            number += 1
        line.close()


def reads(person: stage.Person, photos: list[str]) -> Act:
    """An export and thumbnails in turn."""
    paths = ["/api/v1/export/", *(f"/api/v1/photos/{each}/thumb/" for each in photos)]

    def act(line: http.client.HTTPConnection, number: int) -> None:
        line.request("GET", paths[number % len(paths)], headers=bearer(person))

    return act


def sends(person: stage.Person, photo: bytes) -> Act:
    def act(line: http.client.HTTPConnection, _number: int) -> None:
        body, kind = form_of(photo)
        address = f"/api/v1/treatments/{person.treatment.pk}/photos/"
        line.request("POST", address, body, bearer(person) | {"Content-Type": kind})

    return act


def crowd(
    server: Served,
    person: stage.Person,
    photos: list[str],
    flood: list[stage.Person],
    times: int,
) -> Crowd:
    photo = saved(twelve_megapixels(), quality=80)
    readers = [reads(person, photos) for _number in range(READERS * times)]
    return Crowd(server, readers + [sends(each, photo) for each in flood[: SENDERS * times]])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    seconds = min(parser.parse_args().seconds, 240.0)
    clinic = stage.build()
    person, sender = stage.a_patient(clinic, 0), stage.a_patient(clinic, 1)
    flood = [stage.a_patient(clinic, 2 + number) for number in range(SENDERS * TIMES)]
    stage.collect_files()
    with Served("tracker.wsgi:application", workers=2, threads=24) as server:
        photos = [_photo(server, person) for _number in range(PHOTOS)]
        usual = under(server, sender, crowd(server, person, photos, flood, 1), seconds / 4)
        busy = under(server, sender, crowd(server, person, photos, flood, TIMES), seconds)
    return 0 if usual and busy else 1


def _photo(server: Served, person: stage.Person) -> str:
    status, body = send(server, person, saved(twelve_megapixels(), quality=80))
    assert status == 201, body
    return str(json.loads(body)["id"])


def under(server: Served, sender: stage.Person, load: Crowd, seconds: float) -> bool:
    with load:
        time.sleep(1)  # until all of them have begun
        took, wrong = each_second(server, sender, seconds)
    fits = not wrong and max(took) <= LONGEST and set(load.answers) <= {"200", "201", "503"}
    print(f"{load.number} at once for {seconds:.0f} s: {dict(sorted(load.answers.items()))}")
    print(
        f"  {len(took)} check-ins with a danger sign: {len(wrong)} not taken {wrong[:3]}, "
        f"median {median(took):.2f} s, slowest {max(took):.2f} s: {'holds' if fits else 'MISSED'}",
        flush=True,
    )
    return fits


def each_second(
    server: Served, sender: stage.Person, seconds: float
) -> tuple[list[float], list[tuple[int, str]]]:
    """How long each danger sign took, and the answers that were no emergency."""
    took: list[float] = []
    wrong: list[tuple[int, str]] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.monotonic()
        try:
            answer = emergency(server, sender)
        except (OSError, http.client.HTTPException) as error:
            answer = 0, type(error).__name__
        took.append(time.monotonic() - began)
        if answer != (201, "emergency"):
            wrong.append(answer)
        time.sleep(max(0.0, 1.0 - took[-1]))
    return took, wrong


def emergency(server: Served, sender: stage.Person) -> tuple[int, str]:
    signs = {"asked": True, "any": True, "signs": ["breathing"]}
    body = {**report(sender, 1), "client_id": str(uuid4()), "danger_signs": signs}
    headers = {"Authorization": f"Bearer {sender.token}", "Content-Type": "application/json"}
    line = server.connect()
    line.request("POST", URL, json.dumps(body), headers)
    answer = line.getresponse()
    said = json.loads(answer.read() or b"{}")
    line.close()
    return answer.status, said.get("assessment", {}).get("urgency", "")


if __name__ == "__main__":
    sys.exit(main())
