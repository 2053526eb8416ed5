"""A clinic is updated while people work: does the old code go on well on the new tables?

    python -m benchmarks.old_code [--before MIGRATION] [--seconds 10] [--engine postgresql]

The code of before the newest migration (or the named one) is laid out from git's history and
serves a new clinic. While danger signs, messages and enrolments come in and the worklist is read,
`migrate` of today's code runs beside it; the old code goes on for so many seconds on the new
tables, then today's takes its place. Bar: nothing but 2xx, and 503 with a time to come back while
`migrate` runs; each check-in that was acknowledged is there once, as an emergency in a case. Needs
the clone's history. On SQLite, which a clinic begins with, or on a PostgreSQL of its own.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

from benchmarks import folder
from benchmarks.served import ROOT, Served
from tracker.management import postgresql
from tracker.models import CheckIn, ReviewCase

MIGRATIONS = "tracker/migrations"
STAGE = """
import json
from benchmarks import stage
from tracker.services.tokens import make_token
clinic = stage.build()
stage.collect_files()
patient, doctor = stage.a_patient(clinic), stage.a_dermatologist(clinic)
said = {"patient": patient.token, "doctor": make_token(doctor)}
print(json.dumps({key: str(it) for key, it in said.items()} | {"at": str(patient.treatment.pk)}))
"""
PAUSE = 0.2  # seconds between two acts of one kind
DURING = "while migrate runs"
Said = dict[str, Any]


@dataclass
class Load:
    """Each act again and again; every answer is counted by phase, act and status."""

    server: Served
    people: dict[str, str]
    phase: str = ""
    answers: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    is_over: Event = field(default_factory=Event)

    def __enter__(self) -> "Load":
        acts = (self.sign, self.message, self.enrol, self.worklist)
        self.threads = [Thread(target=self._keep_on, args=(act,)) for act in acts]
        for each in self.threads:
            each.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.is_over.set()
        for each in self.threads:
            each.join()

    def _keep_on(self, act: Callable[[], None]) -> None:
        while not self.is_over.wait(PAUSE):
            act()

    def ask(self, act: str, who: str, method: str, path: str, body: Said | None = None) -> Said:
        """What was answered 2xx; else nothing."""
        phase, status, answered = self.phase, "", {}
        head = {"Authorization": f"Bearer {self.people[who]}", "Content-Type": "application/json"}
        line = self.server.connect()
        try:
            line.request(method, f"/api/v1/{path}", json.dumps(body) if body else None, head)
            answer = line.getresponse()
            answered = json.loads(answer.read() or b"{}")
            is_later = answer.status == 503 and answer.getheader("Retry-After")
            status = "later" if is_later else str(answer.status)
        except (OSError, ValueError, http.client.HTTPException) as error:
            status = type(error).__name__
        finally:
            line.close()
        self.answers[phase if phase == self.phase else DURING, act, status] += 1
        return answered if status.startswith("2") else {}

    def sign(self) -> None:
        body = {
            "client_id": str(uuid4()),
            "treatment": self.people["at"],
            "reported_at": datetime.now(UTC).isoformat(),
            "symptoms": [],
            "danger_signs": {"asked": True, "any": True, "signs": ["breathing"]},
        }
        if self.ask("danger sign", "patient", "POST", "check-ins/", body):
            self.acknowledged.append(body["client_id"])

    def message(self) -> None:
        body = {"treatment": self.people["at"], "client_id": str(uuid4()), "text": "Thank you"}
        self.ask("message", "patient", "POST", "messages/", body)

    def enrol(self) -> None:
        somebody = {
            "name": "New",
            "date_of_birth": "1980-01-01",
            "email": f"{uuid4().hex}@a.example",
        }
        history = dict.fromkeys(("conditions", "allergies", "medicines"), [])
        place = {"language": "en", "time_zone": "UTC"}
        made = self.ask("enrol", "doctor", "POST", "patients/", somebody | history | place)
        if made:
            body = {
                "patient": made["id"],
                "procedure": "botulinum_toxin",
                "performed_at": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
                "circumstances": [],
                "sites": [{"region": "glabella"}],
            }
            self.ask("treatment", "doctor", "POST", "treatments/", body)

    def worklist(self) -> None:
        self.ask("worklist", "doctor", "GET", "review-cases/")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    said = parser.parse_args()
    if said.engine == "postgresql" and "DATABASE_URL" not in os.environ:
        return on_postgresql()
    seconds = min(said.seconds, 60.0)
    with tempfile.TemporaryDirectory(prefix="old-code-", dir=folder.DATA) as place:
        name = said.before or sorted((ROOT / MIGRATIONS).glob("[0-9]*.py"))[-1].stem
        laid_out(name, Path(place))
        found, acknowledged = played(Path(place), seconds)
    for (phase, act, status), count in sorted(found.items()):
        print(f"  {phase}: {act} {status}: {count}")
    wrong = {key: count for key, count in found.items() if not _is_fine(*key)}
    missing = len(acknowledged) - kept(acknowledged)
    print(f"{len(acknowledged)} danger signs acknowledged, {missing} of them missing")
    print(f"{sum(wrong.values())} wrong answers: {'MISSED' if wrong or missing else 'holds'}")
    return 1 if wrong or missing or not acknowledged else 0


def on_postgresql() -> int:
    """The same command, in a process whose database it is from the start."""
    with postgresql.running(durable=True) as url:
        again = [sys.executable, "-m", "benchmarks.old_code", *sys.argv[1:]]
        env = os.environ | {"DATABASE_URL": url}
        return subprocess.run(again, cwd=ROOT, env=env, check=False).returncode


def _is_fine(phase: str, _act: str, status: str) -> bool:
    return status in ("200", "201") or (phase == DURING and status == "later")


def laid_out(migration: str, place: Path) -> None:
    """The commit before the one that brought this migration."""
    added = ["log", "--diff-filter=A", "--format=%H", "-1", "--", f"{MIGRATIONS}/{migration}.py"]
    commit = git(*added).decode().strip()
    if not commit:
        raise SystemExit(f"The history here does not say when {migration} came")
    with tarfile.open(fileobj=BytesIO(git("archive", f"{commit}^"))) as packed:
        packed.extractall(place, filter="data")
    print(
        git("log", "-1", "--format=Old code: %h of %cs, before " + migration, f"{commit}^").decode()
    )


def git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True).stdout


def played(old: Path, seconds: float) -> tuple[Counter[tuple[str, str, str]], list[str]]:
    people = json.loads(python(old, "-c", STAGE).splitlines()[-1])
    server = Served("tracker.wsgi:application", workers=2, threads=24)
    server.cwd = old
    with server, Load(server, people, "old code, old tables") as load:
        time.sleep(seconds / 2)
        load.phase = DURING
        told = python(ROOT, "manage.py", "migrate", "--no-color")
        load.phase = "old code, new tables"
        time.sleep(seconds)
    print(*[line.strip() for line in told.splitlines() if line.strip().endswith("OK")], sep="\n")
    today = Served("tracker.wsgi:application", workers=2, threads=24)
    with today, Load(today, people, "today's code") as newer:
        time.sleep(seconds / 2)
    return load.answers + newer.answers, load.acknowledged + newer.acknowledged


def python(tree: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=tree,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def kept(acknowledged: list[str]) -> int:
    """Those that are there, judged as an emergency, with a case of their treatment."""
    rows = CheckIn.objects.filter(client_id__in=acknowledged, assessments__urgency="emergency")
    with_case = rows.filter(treatment__in=ReviewCase.objects.values("treatment"))
    return with_case.values("pk").distinct().count()


if __name__ == "__main__":
    sys.exit(main())
