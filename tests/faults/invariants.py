"""What must hold after every fault: one checker over rows, files and what the phones believe.

I1 what was acknowledged is there exactly once, byte for byte; I2 what was not still waits on its
phone, and is there once at most; I3 each check-in has one judgement of a released protocol, and no
flag is without a case; I4 no row without file, no file without row once it was swept; I5 the audit
chain verifies and holds one event an effect; I6 the database is whole; I7 nothing leaves twice.
That the service answers by itself after a restart (I8) is seen by whoever restarts it.
"""

import io
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection

from tests.faults.phone import Entry, Phone
from tracker.models import AuditEvent, CheckIn, Notification, Photo, ProtocolRelease
from tracker.records import audit_chain
from tracker.records.queries import case_about
from tracker.services import photo_store
from tracker.services.notifications import deliver_due

ONE_EACH = {"check_in.submitted": CheckIn, "photo.taken": Photo}


def broken(*phones: Phone) -> list[str]:
    """A line for each promise that does not hold; nothing is being written meanwhile."""
    answered = [entry for phone in phones for entry in phone.answered]
    waiting = [entry for phone in phones for entry in phone.waiting]
    sweep()
    return [
        *_kept_once(answered, waiting),
        *_judged(),
        *_files(),
        *_audited(),
        *_database(),
        *_sent_once(),
    ]


def sweep() -> None:
    """As the daily sweep finds it an hour later."""
    for path in Path(settings.FADEWELL_PHOTOS).rglob("*"):
        os.utime(path, (0, 0))
    call_command("sweep_photos", stdout=io.StringIO())


def _kept_once(answered: list[Entry], waiting: list[Entry]) -> Iterator[str]:
    known = {entry.client_id for entry in (*answered, *waiting)}
    told = Counter[tuple[str, object, str]]()
    told.update(("check-in", row.client_id, row.note) for row in CheckIn.objects.all())
    told.update(("photo", row.client_id, row.fingerprint) for row in Photo.objects.all())
    for entry in answered:
        found = told[entry.kind, entry.client_id, entry.told]
        if found != 1:
            yield f"I1: {entry.kind} {entry.client_id} was acknowledged and is there {found} times"
    for (kind, client_id, _said), count in told.items():
        if count > 1 or client_id not in known:
            yield f"I2: {kind} {client_id} is there {count} times, and known: {client_id in known}"


def _judged() -> Iterator[str]:
    released = set(ProtocolRelease.objects.values_list("version", "digest"))
    for check_in in CheckIn.objects.prefetch_related("assessments"):
        judged = list(check_in.assessments.all())
        if [each.number for each in judged] != [1]:
            yield f"I3: {len(judged)} judgements of {check_in.pk}"
        for each in judged:
            if (each.protocol_version, each.digest) not in released:
                yield f"I3: {check_in.pk} was judged by {each.protocol_version}, never released"
            if each.needs_review and case_about(check_in) is None:
                yield f"I3: {check_in.pk} is flagged and in no queue"


def _files() -> Iterator[str]:
    photos = {photo.stored_name: photo for photo in Photo.objects.select_related("key")}
    on_disk = {path.name for path in Path(settings.FADEWELL_PHOTOS).rglob("*") if path.is_file()}
    yield from (f"I4: file {name} without a row" for name in on_disk - photos.keys())
    yield from (f"I4: row {photos[name].pk} without a file" for name in photos.keys() - on_disk)
    for name in photos.keys() & on_disk:
        for variant in photo_store.VARIANTS:
            if not photo_store.read(photos[name], variant, "jpeg"):
                yield f"I4: {photos[name].pk} has an empty {variant}"


def _audited() -> Iterator[str]:
    yield from (f"I5: {fault}" for fault in audit_chain.faults())
    for action, model in ONE_EACH.items():
        told = AuditEvent.objects.filter(action=action).values_list("subject_id", flat=True)
        effects = {str(pk) for pk in model.objects.values_list("pk", flat=True)}
        if Counter(told) != Counter(effects):
            yield f"I5: {len(told)} events {action} of {len(effects)}"


def _database() -> Iterator[str]:
    try:
        connection.check_constraints()
    except connection.Database.IntegrityError as fault:
        yield f"I6: {fault}"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            said = cursor.execute("PRAGMA integrity_check").fetchall()
        yield from (f"I6: {line}" for (line,) in said if line != "ok")


def _sent_once() -> Iterator[str]:
    for _round in range(2):
        deliver_due()
    letters = Counter((letter.to[0], letter.extra_headers["Message-ID"]) for letter in mail.outbox)
    yield from (
        f"I7: {letter} left {count} times" for letter, count in letters.items() if count > 1
    )
    keys = Counter(Notification.objects.values_list("dedupe_key", flat=True))
    yield from (f"I7: {key} stands {count} times" for key, count in keys.items() if count > 1)
    meant = Counter(_meant(Notification.objects.all()))
    yield from (
        f"I7: {what} was queued {count} times" for what, count in meant.items() if count > 1
    )


def _meant(queued: Iterable[Notification]) -> Iterator[tuple[str, str]]:
    """Whom a notice of which case goes to: no two keys mean the same."""
    for each in queued:
        if each.kind == "case_waiting":
            yield each.address, each.dedupe_key.rsplit(":", 1)[0]
