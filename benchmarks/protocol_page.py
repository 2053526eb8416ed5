"""What the protocol's pages cost at a large clinic: counting its rules' use, and a rehearsal.

    python -m benchmarks.protocol_page [--check-ins 100000]

2,000 patients with so many check-ins over a year, all with a receipt of two symptoms. Prints how
long one count takes, how many check-ins a rehearsal of them all judges a second under both
versions, its longest piece, and the peak memory. Bars: a count within 3 s, a piece within 1.5 s.
"""

import argparse
import resource
import shutil
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks import rows, stage, worklist_data
from benchmarks.check_in import URL, report
from tracker.models import Assessment, Clinic
from tracker.records import protocol
from tracker.records.rule_use import count
from tracker.services.rehearsals import Stage, go_on, start
from tracker.triage.load import HEAD, load_protocol
from tracker.triage.protocol import Protocol

MOST_COUNT, MOST_PIECE = 3.0, 1.5
DAYS = 366
FIRED = (["bruise", "site-reaction"], ["numb-away"], [])


def fill(number: int) -> Clinic:
    clinic = stage.build()
    model = stage.a_patient(clinic)
    rows.send(URL, model, report(model, 2))
    receipt = Assessment.objects.get()
    treatments = worklist_data.treated(clinic, stage.a_dermatologist(clinic))
    for place, treatment in enumerate(treatments):
        treatment.performed_at = timezone.now() - timedelta(days=30 + place % 330)
    for begin in range(0, number, worklist_data.BATCH):
        here = range(begin, min(begin + worklist_data.BATCH, number))
        check_ins = worklist_data.CheckIn.objects.bulk_create(
            worklist_data.check_in_rows(treatments, here)
        )
        said = {name: getattr(receipt, name) for name in COPIED}
        Assessment.objects.bulk_create(
            Assessment(check_in=each, number=1, rules=FIRED[at % len(FIRED)], **said)
            for at, each in enumerate(check_ins)
        )
    worklist_data.cases(clinic, treatments, number // worklist_data.CLOSED_EACH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return clinic


COPIED = (
    "urgency",
    "seek_emergency_care",
    "needs_review",
    "protocol_version",
    "digest",
    "engine",
    "language",
    "receipt",
)


def a_draft(home: Path) -> Protocol:
    """The newest version under another name, and without the rule that takes a bruise."""
    folder = home / "draft"
    shutil.copytree(settings.FADEWELL_PROTOCOLS / stage.VERSION, folder)
    shutil.copy(settings.FADEWELL_PROTOCOLS / "sources.toml", home)
    head = folder / HEAD
    head.write_text(head.read_text().replace(stage.VERSION, "draft"))
    (folder / "rules" / "bruise.toml").unlink()
    return load_protocol(folder)


def rehearse(clinic: Clinic, draft: Protocol) -> float:
    """Prints the rate; returns the longest piece in seconds."""
    both = Stage(protocol.in_force(), draft)
    row = start(both, clinic=clinic, days=DAYS)
    took, longest = 0.0, 0.0
    while not row.is_finished:
        is_judging, began = row.library is not None, time.perf_counter()
        row = go_on(row, both, seconds=0)
        piece = time.perf_counter() - began
        longest = max(longest, piece)
        took += piece if is_judging else 0
    rate = row.judged / took
    print(f"rehearsal: {row.judged:,} check-ins under both versions, {rate:,.0f} a second")
    print(f"longest piece {longest:.2f} s")
    return longest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check-ins", type=int, default=100_000)
    clinic = fill(parser.parse_args().check_ins)
    times = []
    for _ in range(3):
        began = time.perf_counter()
        found = count(clinic.pk)
        times.append(time.perf_counter() - began)
    print(f"count: {found.year:,} check-ins, {len(found.rules)} rules, {min(times):.2f} s")
    with tempfile.TemporaryDirectory() as home:
        longest = rehearse(clinic, a_draft(Path(home)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB ({connection.vendor})")
    return int(min(times) > MOST_COUNT or longest > MOST_PIECE)


if __name__ == "__main__":
    sys.exit(main())
