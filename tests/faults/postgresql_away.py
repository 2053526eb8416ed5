"""Phones send while PostgreSQL ends their connections, crashes, and finds a deadlock.

In a process of its own, for test_postgresql_away.py: prints what was answered and what is broken.
"""

import json
import os
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import django

django.setup()

import psycopg  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests.cast import person, record_of, treat  # noqa: E402
from tests.faults.invariants import broken  # noqa: E402
from tests.faults.phone import Phone, a_numb_cheek  # noqa: E402
from tests.faults.server import Server, database_url  # noqa: E402
from tracker.models import CheckIn, Clinic, Treatment  # noqa: E402
from tracker.services.releases import release  # noqa: E402
from tracker.triage.load import newest_version  # noqa: E402

PHONES, REPORTS, TRIES = 3, 8, 300
SOON = 0.1  # seconds until a phone tries again
OTHERS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"


def main() -> None:
    setup_test_environment()
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    release(version=newest_version(), author="Dr. Author", approver="Dr. Approver")
    clinic = Clinic.objects.create(name="Clinic A", phone="1")
    told = {}
    with Server(Path(settings.FADEWELL_DATA)) as server:
        all_phones = []
        for name, act in (("ended", end_backends), ("crashed", crash), ("deadlock", deadlock)):
            connection.close()  # ours was ended with the others
            phones = [a_phone(clinic, f"{name}{number}", server) for number in range(PHONES)]
            all_phones += phones
            told[name] = played(phones, act)
        connection.close()
        told["broken"] = broken(*all_phones)
        told["reports"] = CheckIn.objects.count()
        told["waiting"] = sum(len(phone.waiting) for phone in all_phones)
    print(json.dumps(told))


def a_phone(clinic: Clinic, name: str, server: Server) -> Phone:
    patient = record_of(person(name), clinic)
    phone = Phone(patient.user, server.port)
    treatment = treat(patient, "botulinum_toxin", ["forehead"], 72)
    phone.keep(*(a_numb_cheek(treatment) for _number in range(REPORTS)))
    return phone


def played(phones: list[Phone], act: Callable[[list[Phone]], None]) -> dict[int, int]:
    """How often which status was answered."""
    running = [Thread(target=until_all_is_answered, args=[phone]) for phone in phones]
    for thread in running:
        thread.start()
    act(phones)
    for thread in running:
        thread.join()
    return dict(sum((phone.statuses for phone in phones), Counter[int]()))


def until_all_is_answered(phone: Phone) -> None:
    for _try in range(TRIES):
        if phone.waiting:
            phone.flush()
            Event().wait(SOON * bool(phone.waiting))


def once_some_are_answered(phones: list[Phone], share: float) -> None:
    while sum(len(phone.answered) for phone in phones) < share * PHONES * REPORTS:
        Event().wait(0.005)


def backends() -> list[int]:
    with psycopg.connect(database_url(), autocommit=True) as line:
        return [pid for (pid,) in line.execute(OTHERS, [line.info.backend_pid])]


def end_backends(phones: list[Phone]) -> None:
    """As a failover or an administrator does, again and again."""
    for share in (0.1, 0.3, 0.5, 0.7):
        once_some_are_answered(phones, share)
        with psycopg.connect(database_url(), autocommit=True) as line:
            me = line.info.backend_pid
            line.execute(OTHERS.replace("SELECT pid", "SELECT pg_terminate_backend(pid)"), [me])


def crash(phones: list[Phone]) -> None:
    """One killed backend takes all the others along: PostgreSQL recovers from its log."""
    for share in (0.2, 0.5):
        once_some_are_answered(phones, share)
        with suppress(psycopg.OperationalError):
            os.kill(backends()[0], signal.SIGKILL)


def deadlock(phones: list[Phone]) -> None:
    """Somebody else takes the same two locks the other way round, three times."""
    connection.close()
    for _time in range(3):
        with suppress(psycopg.errors.DeadlockDetected), psycopg.connect(database_url()) as line:
            treatment = Treatment.objects.filter(patient__user=phones[0].user).first()
            assert treatment
            chain = f"audit {treatment.patient.clinic_id}"
            line.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [chain])
            wait_for_somebody(line)
            row = [treatment.patient_id]
            line.execute("SELECT id FROM tracker_patient WHERE id = %s FOR UPDATE", row)
            line.rollback()


def wait_for_somebody(line: "psycopg.Connection[tuple[int]]") -> None:
    for _look in range(200):
        found = line.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
        if found and found[0]:
            return
        Event().wait(0.02)


if __name__ == "__main__":
    main()
