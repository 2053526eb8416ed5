"""Creating a check-in: CPU beside a bare view, statements, and throughput.

    python -m benchmarks.check_in [--pairs 300]

Bar: server CPU at most 4.5 times the bare view's; at most 12 statements where no case opens and 17
where one does, the same at 1 and at 10 symptoms; no error at 4 and at 16 connections.
"""

import argparse
import http.client
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from statistics import median
from typing import Any
from uuid import uuid4

from benchmarks import rows, stage
from benchmarks.served import Served

URL = "/api/v1/check-ins/"
MILD = ("bruise", "skin_sore", "heaviness_or_tightness")
PLACES = (("forehead", "left"), ("forehead", "right"), ("forehead", None), ("glabella", None))
MOST_RATIO, MOST_QUIET, MOST_FLAGGED = 4.5, 12, 17
WARM = 20
NUMBER = count()
Line = http.client.HTTPConnection


def report(person: stage.Person, symptoms: int = 5, *, flagged: bool = False) -> dict[str, Any]:
    """So many mild symptoms where she was treated; flagged makes one of them a numb cheek."""
    places = [(kind, *place) for place in PLACES for kind in MILD][: symptoms - flagged]
    said: list[dict[str, Any]] = [
        {"symptom": kind, "region": region, "side": side, "severity": 2, "course": "same"}
        for kind, region, side in places
    ]
    numb = {"symptom": "numbness", "region": "cheek", "side": "left", "severity": 4}
    return {
        "client_id": str(uuid4()),
        "treatment": str(person.treatment.pk),
        "reported_at": datetime.now(UTC).isoformat(),
        "symptoms": said + [numb] * flagged,
        "danger_signs": {"asked": True, "any": False, "signs": []},
        "behaviours": [],
        "wants_contact": False,
        "note": "",
    }


def post(line: Line, url: str, person: stage.Person, body: dict[str, Any]) -> int:
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/json"}
    line.request("POST", url, json.dumps(body), headers)
    answer = line.getresponse()
    answer.read()
    return answer.status


def statements(a_patient: Callable[[], stage.Person]) -> bool:
    """Printed for 1 and 10 symptoms, with and without a case; each by a patient of her own."""
    print("Statements of one check-in (BEGIN and COMMIT included):")
    fits = True
    for flagged, most in ((False, MOST_QUIET), (True, MOST_FLAGGED)):
        counts = []
        for symptoms in (1, 10):
            person = a_patient()
            seen, opened = rows.statements(URL, person, report(person, symptoms, flagged=flagged))
            assert opened is flagged, "the report does not do what it is meant to"
            counts.append(seen)
        fits &= max(counts) <= most and len(set(counts)) == 1
        name = "a case opens " if flagged else "no case opens"
        print(f"  {name}  1 symptom: {counts[0]}   10 symptoms: {counts[1]}   (at most {most})")
    return fits


def pairs(person: stage.Person, number: int, title: str) -> float:
    """CPU of ours and of the bare view, in turn on one connection each; returns the ratio."""
    ours, bare = Served("tracker.wsgi:application"), Served("benchmarks.bare:application", **BARE)
    with ours, bare:
        used = in_turn([(ours, URL), (bare, "/check-ins/")], person, number)
    a, b = (median(seen) * 1000 for seen in used)
    ratio = sum(used[0]) / sum(used[1])
    print(f"{title}, {number} pairs: ours {a:.2f} ms, bare {b:.2f} ms of CPU (medians)")
    print(f"  in all {sum(used[0]):.2f} s and {sum(used[1]):.2f} s: ratio {ratio:.2f}")
    return ratio


def in_turn(
    doors: list[tuple[Served, str]], person: stage.Person, number: int
) -> list[list[float]]:
    """One check-in to each server after another: the CPU seconds of each, by server."""
    lines = [(server, server.connect(), url) for server, url in doors]
    used: list[list[float]] = [[] for _ in doors]
    for turn in range(number + WARM):
        for (server, line, url), seen in zip(lines, used, strict=True):
            before = server.cpu_seconds()
            assert post(line, url, person, report(person)) == 201
            if turn >= WARM:
                seen.append(server.cpu_seconds() - before)
    return used


BARE = {"BARE": "1", "DJANGO_SETTINGS_MODULE": "benchmarks.bare_settings"}


def crowd(people: list[stage.Person], connections: int, seconds: float) -> int:
    """So many connections at once, each its own patient; prints the throughput, returns errors."""
    with Served("tracker.wsgi:application", workers=2) as server:
        until = time.monotonic() + seconds

        def send(person: stage.Person) -> list[int]:
            line, answers = server.connect(), []
            while time.monotonic() < until:
                answers.append(post(line, URL, person, report(person)))
            return answers

        with ThreadPoolExecutor(connections) as pool:
            answers = [code for codes in pool.map(send, people[:connections]) for code in codes]
    errors = sum(code != 201 for code in answers)
    rate = len(answers) / seconds
    print(f"{connections} connections: {rate:.0f} check-ins a second, {errors} errors")
    return errors


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--pairs", type=int, default=300)
    asked.add_argument("--seconds", type=float, default=10)
    options = asked.parse_args()
    clinic = stage.build()

    def a_patient() -> stage.Person:
        return stage.a_patient(clinic, next(NUMBER))

    model = a_patient()
    rows.keep_rows_of(URL, model, report(model))  # and the protocol is loaded by now
    fits = statements(a_patient)
    print(f"Server CPU of one check-in with 5 symptoms (at most {MOST_RATIO} times the bare view):")
    ratio = pairs(a_patient(), options.pairs, "a patient from her first check-in on")
    errors = sum(
        crowd([a_patient() for _ in range(connections)], connections, options.seconds)
        for connections in (4, 16)
    )
    return 0 if fits and ratio <= MOST_RATIO and not errors else 1


if __name__ == "__main__":
    sys.exit(main())
