"""The same check-ins, photos, answers, danger signs and messages, sent again and again, shuffled.

    python -m benchmarks.replays [--count 100000] [--minutes 30] [--seed 1]

Round by round: new patients, whose phones share their ids, tell each thing up to 120 times over
three lines at once, with other bodies under the same id among them; then a clinician closes what
was opened, and all of it comes late once more, with some of every round before. Through the Django
handler in this process, limits off. Bar: whichever body came first is stored, judged and recorded
once and answered alike each time, the others are 409, and what comes late changes no row. A photo
may be asked to come again (503). Prints the counts; exits 1 with the faults, and where `count` was
not reached in the minutes (30 at most).
"""

import argparse
import logging
import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from uuid import UUID

from django.utils import timezone

from benchmarks import stage
from benchmarks.replay_bodies import Entry, told_by
from benchmarks.replay_ends import files_and_letters, heard_alike, kept_once, rows_now
from benchmarks.replay_line import heard, send
from tracker.models import Clinic, ReviewCase, User
from tracker.records import audit_chain
from tracker.services.reviews import decide

PATIENTS, MOST_TIMES, LINES = 3, 120, 3
MOST_MINUTES, FROM_BEFORE, MOST_TRIES, MOST_FAULTS = 30.0, 60, 3, 5
Sending = tuple[Entry, int]


class Replays:
    def __init__(self, clinic: Clinic, seed: int) -> None:
        self.clinic, self.chance = clinic, random.Random(seed)
        self.doctor: User = stage.a_dermatologist(clinic)
        self.patients = 0
        self.told: list[Entry] = []
        self.sent, self.rounds = Counter[str](), 0
        self.faults: list[str] = []
        self.lock = Lock()

    def one_round(self) -> None:
        ids = [UUID(int=self.chance.getrandbits(128), version=4) for _ in range(9)]
        people = [self._patient() for _ in range(PATIENTS)]
        told = [entry for person in people for entry in told_by(person, iter(ids))]
        self.send_all(self._shuffled(told, MOST_TIMES))
        for entry in told:  # what came before its check-in alone, or was asked to come again
            for _ in range(MOST_TRIES):
                if not entry.taken:
                    self._send((entry, 0))
        self.faults += [fault for entry in told for fault in heard_alike(entry)]
        if not self.faults:
            for person in people:
                theirs = [entry for entry in told if entry.person is person]
                self.faults += kept_once(theirs, person.treatment)
        self._late(told)
        self.told += told
        self.rounds += 1

    def _late(self, told: list[Entry]) -> None:
        self._close_cases()
        before = rows_now()
        older = self.chance.sample(self.told, min(FROM_BEFORE, len(self.told)))
        self.send_all(self._shuffled(told + older, MOST_TIMES // 4))
        self.faults += [fault for entry in told + older for fault in heard_alike(entry)]
        if (after := rows_now()) != before:
            self.faults.append(f"what came late changed {after - before} from {before - after}")

    def send_all(self, sendings: list[Sending]) -> None:
        with ThreadPoolExecutor(LINES) as lines:
            list(lines.map(self._send, sendings))

    def _send(self, sending: Sending) -> None:
        entry, number = sending
        is_there = entry.after is None or bool(entry.after.taken)
        status, said = send(entry, entry.bodies[number])
        with self.lock:
            self.sent[f"{entry.kind} {status}"] += 1
            if fault := heard(entry, number, status, said, is_there=is_there):
                self.faults.append(fault)

    def _patient(self) -> stage.Person:
        self.patients += 1
        return stage.a_patient(self.clinic, self.patients)

    def _shuffled(self, told: list[Entry], most: int) -> list[Sending]:
        """Her own body twice as often as the others; each body may come first, or never."""
        found = []
        for entry in told:
            own = [(entry, 0)] * self.chance.randint(1, most)
            others = range(1, len(entry.bodies))
            found += own
            found += [(entry, self.chance.choice(others)) for _ in own[::2] if others]
        self.chance.shuffle(found)
        return found

    def _close_cases(self) -> None:
        contact = {"at": timezone.now(), "how": "phone", "outcome": "reached"}
        for case in ReviewCase.objects.exclude(status="closed"):
            decide(
                by=self.doctor, case=case, version=case.version, reason="treated", contact=contact
            )


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=100_000)
    asked.add_argument("--minutes", type=float, default=MOST_MINUTES)
    asked.add_argument("--seed", type=int, default=1)
    told = asked.parse_args()
    logging.disable(logging.WARNING)  # every refusal is a line of Django's
    began = time.monotonic()
    end = began + 60 * min(told.minutes, MOST_MINUTES)
    replays = Replays(stage.build(), told.seed)
    while replays.sent.total() < told.count and time.monotonic() < end and not replays.faults:
        replays.one_round()
    replays.faults += [*files_and_letters(), *map(str, audit_chain.faults())]
    return ending(replays, told.count, time.monotonic() - began)


def ending(replays: Replays, wanted: int, seconds: float) -> int:
    sent = replays.sent.total()
    print(
        f"{sent} sendings of {len(replays.told)} entries of {replays.patients} patients,"
        f" {LINES} lines at once, {replays.rounds} rounds, {seconds / 60:.1f} minutes"
    )
    for what, count in sorted(replays.sent.items()):
        print(f"  {count:7} {what}")
    print(f"{len(replays.faults)} faults; {wanted} wanted{', MISSED' if sent < wanted else ''}")
    for fault in replays.faults[:MOST_FAULTS]:
        print(f"  {fault}")
    return 1 if replays.faults or sent < wanted else 0


if __name__ == "__main__":
    sys.exit(main())
