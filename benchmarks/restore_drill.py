"""The drill of operations.md: back a clinic up, lose its folder, bring it back, time it.

    python -m benchmarks.restore_drill [--patients 50] [--photos 6] [--check-ins 40]

The commands of a clinic, each in a process of its own: `backup`, `deploy/backup-keys`, `restore`
into an empty folder from three places: the sealed file, the patients' keys, the other keys. Bar:
every table comes back row for row, all digests fit, every photo opens, no fault in any audit chain,
within 30 minutes; the sealed file holds no name.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks import stage
from benchmarks.contract_cast import a_report, picture
from benchmarks.folder import DATA
from benchmarks.served import ROOT
from tracker.services.photos import Upload, take_photo

MOST_MINUTES = 30
LETS_GO = {"django_session", "shared_cache"}  # whoever was signed in signs in again
COMES_WITH = {"tracker_systemmark"}  # when the last backup was made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=50)
    parser.add_argument("--photos", type=int, default=6, help="of each patient")
    parser.add_argument("--check-ins", type=int, default=40, help="of each patient")
    told = parser.parse_args()
    fill(told.patients, told.photos, told.check_ins)
    before = tables()
    with tempfile.TemporaryDirectory(prefix="fadewell-drill-") as spare:
        return drill(Path(spare), before)


def fill(patients: int, photos: int, check_ins: int) -> None:
    clinic = stage.build()
    for number in range(patients):
        patient = stage.a_patient(clinic, number)
        for turn in range(check_ins):
            a_report(patient, is_numb=turn == 0)
        for turn in range(photos):
            data = picture(1600 + number + turn)
            sent = Upload(client_id=uuid4(), view="front_rest", taken_at=timezone.now(), data=data)
            take_photo(by=patient.user, treatment=patient.treatment, check_in=None, upload=sent)


def drill(spare: Path, before: dict[str, tuple[int, str]]) -> int:
    command(DATA, "manage.py", "make_key", "backup")
    began = time.monotonic()
    archive = Path(command(DATA, "manage.py", "backup", spare / "kept").strip().splitlines()[-1])
    backed_up = time.monotonic() - began
    command(DATA, "deploy/backup-keys", DATA, spare / "patients")
    (spare / "secrets").mkdir()
    for key in (DATA / "keys").glob("*-*.key"):
        shutil.copy(key, spare / "secrets")
    restored = spare / "data"
    began = time.monotonic()
    keys = ["--secrets", spare / "secrets", "--patient-keys", spare / "patients"]
    said = command(restored, "manage.py", "restore", archive, *keys)
    took = time.monotonic() - began
    sealed = archive.read_bytes()
    is_sealed = b"Pat 0" not in sealed and b"patient0@" not in sealed
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(
        restored / "db.sqlite3"
    )
    connection.close()
    unlike = [name for name, rows in tables().items() if rows != before.get(name)]
    print(f"backup: {len(sealed) / 1e6:.1f} MB in {backed_up:.1f} s, no name in it: {is_sealed}")
    print(said.strip())
    rows = sum(count for count, _digest in before.values())
    print(
        f"{len(before)} tables, {rows} rows; restored in {took:.1f} s; unlike: {unlike or 'none'}"
    )
    return 0 if is_sealed and not unlike and took < MOST_MINUTES * 60 else 1


def command(data: Path, *words: str | Path) -> str:
    env = {**os.environ, "FADEWELL_DATA": str(data), "FADEWELL_DEMO": "off"}
    env["FADEWELL_LIMITS"] = "on"
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{words}: {done.stdout}{done.stderr}")
    return done.stdout


def tables() -> dict[str, tuple[int, str]]:
    """Name -> how many rows, and a digest of all of them."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor)) - LETS_GO - COMES_WITH
        found = {}
        for name in sorted(names):
            cursor.execute(f"SELECT * FROM {name} ORDER BY 1")  # noqa: S608
            rows = cursor.fetchall()
            found[name] = (len(rows), sha256(repr(rows).encode()).hexdigest())
    return found


if __name__ == "__main__":
    sys.exit(main())
