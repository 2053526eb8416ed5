"""Audit rows are sealed with a key outside the database (docs/adr/040).

Rows that stand already are sealed anew, once, here: whoever runs this answers for them.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from tracker.records.secret_files import SecretFiles

triggers = import_module("tracker.migrations.0002_append_only")
KEYS = SecretFiles("audit")
TABLE = "tracker_auditevent"
Seal = Callable[[str, bytes], str]


def seal(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _relink(apps, editor, lambda chain, text: hmac.new(KEYS.newest(chain), text, "sha256").hexdigest())


def unseal(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    _relink(apps, editor, lambda _chain, text: hashlib.sha256(text).hexdigest())


def _relink(apps: StateApps, editor: BaseDatabaseSchemaEditor, seal: Seal) -> None:
    rows = apps.get_model("tracker", "AuditEvent").objects
    if not rows.exists():
        return
    vendor = editor.connection.vendor
    on = f" ON {TABLE}" if vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER {TABLE}_no_update{on}")
    ends: dict[str, str] = {}
    for row in rows.order_by("chain", "sequence").iterator():
        row.previous_hash = ends.get(row.chain, "0" * 64)
        row.hash = ends[row.chain] = seal(row.chain, _facts(row))
        rows.filter(pk=row.pk).update(previous_hash=row.previous_hash, hash=row.hash)
    editor.execute(triggers._create(vendor, TABLE, "UPDATE"))


def _facts(row: Any) -> bytes:
    facts = [row.chain, row.sequence, row.at.isoformat(), str(row.actor), row.action, row.subject, row.subject_id, row.detail, row.previous_hash]
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Migration(migrations.Migration):
    dependencies = [("tracker", "0007_recovery_feedback")]
    operations = [migrations.RunPython(seal, unseal)]
