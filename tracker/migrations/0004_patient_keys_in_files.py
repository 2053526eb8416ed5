"""Patients' wrapped photo keys leave the database for the key folder (docs/adr/033).

There is no way back but the backup that was made before: it holds the keys as they were.
"""

import os
from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone


def move_keys(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute("PRAGMA secure_delete=ON")  # no free page of the file keeps an old key
    folder = Path(settings.FADEWELL_KEYS) / "patients"
    rows = apps.get_model("tracker", "PatientKey").objects
    rows.filter(wrapped=None, destroyed_at=None).update(destroyed_at=timezone.now())
    for row in rows.exclude(wrapped=None):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(folder / f"{row.pk}.key", f"{row.master_key_id}\n{bytes(row.wrapped).hex()}\n")
    rows.update(wrapped=None)
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks due is not altered


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


class Migration(migrations.Migration):
    dependencies = [("tracker", "0003_photo_series")]
    operations = [
        migrations.RunPython(move_keys),
        migrations.RemoveField("patientkey", "wrapped"),
        migrations.RemoveField("patientkey", "master_key_id"),
        migrations.AlterField(
            "patientkey",
            "patient",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="photo_keys",
                to="tracker.patient",
            ),
        ),
        migrations.AddConstraint(
            "patientkey",
            models.UniqueConstraint(
                condition=models.Q(destroyed_at=None), fields=["patient"], name="photo_key_once"
            ),
        ),
    ]
