"""verify_audit: whatever is changed, dropped, swapped or cut in the audit trail is named."""

from collections.abc import Callable, Iterator
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tests.cast import Editor
from tracker.models import AuditEvent, Clinic, Notification, User
from tracker.records import audit, audit_chain
from tracker.records.secret_files import MissingKeyFile
from tracker.services import audit_anchors
from tracker.services.notifications import deliver_due

pytestmark = pytest.mark.django_db
ROWS = 9
EDITS = {
    "at": "2020-01-01 00:00:00+00:00",
    "actor": "00000000000000000000000000000001",
    "action": "nothing",
    "subject": "photo",
    "subject_id": "another",
    "detail": '{"role": "none"}',
    "previous_hash": "f" * 64,
    "hash": "f" * 64,
}
TABLE = "tracker_auditevent"


@pytest.fixture
def key_folder(settings: Any, tmp_path: Path) -> Path:
    settings.FADEWELL_KEYS = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture
def a_chain(key_folder: Path, clinic_a: Clinic, clinic_b: Clinic, dr_cho: User) -> str:
    """Some rows at clinic A, and one at clinic B."""
    for number in range(ROWS):
        audit.record("looked", by=dr_cho, clinic_id=clinic_a.pk, about=dr_cho, number=number)
    audit.record("looked", by=None, clinic_id=clinic_b.pk, about=clinic_b)
    return str(clinic_a.pk)


@pytest.fixture
def past_the_triggers() -> Iterator[Callable[[str], None]]:
    """Somebody who owns the database: its triggers are gone, and she writes what she likes."""
    triggers = import_module("tracker.migrations.0002_append_only")
    triggers.take_down(None, Editor())

    def write(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    yield write
    triggers.put_up(None, Editor())


def found(*anchored: audit_chain.Head) -> list[tuple[int, str]]:
    return [(fault.sequence, fault.what) for fault in audit_chain.faults(anchored)]


def test_what_nobody_touched_fits(a_chain: str) -> None:
    assert found(*audit_chain.heads()) == []


@pytest.mark.parametrize("column", EDITS)
def test_each_edit_of_each_row_names_that_row_alone(
    a_chain: str, past_the_triggers: Callable[[str], None], column: str
) -> None:
    for sequence in range(1, ROWS + 1):
        point = transaction.savepoint()
        past_the_triggers(
            f"UPDATE {TABLE} SET {column} = '{EDITS[column]}'"  # noqa: S608
            f" WHERE chain = '{a_chain}' AND sequence = {sequence}"
        )
        assert found() == [(sequence, "changed")]
        transaction.savepoint_rollback(point)


def test_a_row_that_is_dropped_renumbered_swapped_or_moved_is_named(
    a_chain: str, past_the_triggers: Callable[[str], None]
) -> None:
    def after(*statements: str) -> list[tuple[int, str]]:
        point = transaction.savepoint()
        for said in statements:
            past_the_triggers(f"{said} AND chain = '{a_chain}'")
        faults = found()
        transaction.savepoint_rollback(point)
        return faults

    move = f"UPDATE {TABLE} SET sequence = %s WHERE sequence = %s"  # noqa: S608

    assert after(f"DELETE FROM {TABLE} WHERE sequence = 4") == [(4, "missing")]  # noqa: S608
    closed = [f"DELETE FROM {TABLE} WHERE sequence = 4", move % (4, 5)]  # noqa: S608
    assert (4, "changed") in after(*closed)
    swapped = after(move % (99, 2), move % (2, 7), move % (7, 99))
    assert {2, 7} <= {sequence for sequence, _what in swapped}
    moved = after(f"UPDATE {TABLE} SET chain = 'elsewhere' WHERE sequence = 3")  # noqa: S608
    assert {(3, "missing"), (3, "changed")} <= set(moved)


def test_a_row_of_an_older_copy_of_the_database_is_out_of_line(
    a_chain: str,
    past_the_triggers: Callable[[str], None],
    clinic_a: Clinic,
    dr_cho: User,
    lead_a: User,
) -> None:
    """Its seal is ours: the clinic went on from a copy of before, and somebody kept the other."""
    older = AuditEvent.objects.get(chain=a_chain, sequence=8)
    past_the_triggers(f"DELETE FROM {TABLE} WHERE chain = '{a_chain}' AND sequence > 7")  # noqa: S608
    for _row in range(3):
        audit.record("looked", by=lead_a, clinic_id=clinic_a.pk, about=dr_cho)
    assert found() == []

    past_the_triggers(f"DELETE FROM {TABLE} WHERE chain = '{a_chain}' AND sequence = 8")  # noqa: S608
    older.save(force_insert=True)

    assert found() == [(9, "out of line")]


def test_rows_cut_from_the_end_are_named_by_what_was_kept_outside(
    a_chain: str, past_the_triggers: Callable[[str], None], tmp_path: Path, mailoutbox: list[Any]
) -> None:
    kept = tmp_path / "kept"
    call_command("anchor_audit", file=kept, mail="outside@example.org", stdout=StringIO())
    past_the_triggers(f"DELETE FROM {TABLE} WHERE chain = '{a_chain}' AND sequence > 7")  # noqa: S608
    out = StringIO()

    with pytest.raises(CommandError, match="2 faults"):
        call_command("verify_audit", anchors=kept, stdout=out)

    assert [line.split(", ")[1] for line in out.getvalue().splitlines()] == [
        "row 8: cut",
        "row 9: cut",
    ]
    deliver_due()
    assert all(head.hash in mailoutbox[0].body for head in audit_anchors.read_file(kept))
    assert Notification.objects.get(kind="audit_heads").detail == {}


def test_a_whole_chain_that_was_cut_is_named_and_so_is_one_made_anew(
    a_chain: str, past_the_triggers: Callable[[str], None], clinic_a: Clinic, dr_cho: User
) -> None:
    head = next(each for each in audit_chain.heads() if each.chain == a_chain)
    past_the_triggers(f"DELETE FROM {TABLE} WHERE chain = '{a_chain}'")  # noqa: S608
    assert found() == [(1, "cut")]

    for _number in range(ROWS):
        audit.record("nothing", by=dr_cho, clinic_id=clinic_a.pk, about=dr_cho)
    assert found() == []
    assert found(head) == [(ROWS, "not as anchored")]
    newer = next(each for each in audit_chain.heads() if each.chain == a_chain)
    assert newer.sequence == head.sequence
    for kept in ((head, newer), (newer, head)):
        assert found(*kept) == [(ROWS, "not as anchored")], "a later anchor hides no earlier one"


def test_a_newer_key_seals_from_then_on_and_the_older_one_seals_no_more(
    a_chain: str, key_folder: Path, past_the_triggers: Callable[[str], None], clinic_a: Clinic
) -> None:
    [older] = key_folder.iterdir()
    older = older.rename(key_folder / "audit-20200101-000000.key")
    call_command("make_key", "audit", stdout=StringIO(), stderr=StringIO())
    row = audit.record("looked", by=None, clinic_id=clinic_a.pk, about=clinic_a)
    assert found() == []

    past = audit.link(row, audit.KEYS.each(a_chain)[0])
    row = audit.record("looked", by=None, clinic_id=clinic_a.pk, about=clinic_a)
    past = audit.link(row, audit.KEYS.each(a_chain)[0])
    past_the_triggers(f"UPDATE {TABLE} SET hash = '{past}' WHERE id = {row.pk}")  # noqa: S608
    assert found() == [(row.sequence, "changed")]

    older.unlink()
    assert (1, "changed") in found()


def test_without_a_key_nothing_is_done_where_keys_are_not_made(
    settings: Any, key_folder: Path, clinic_a: Clinic
) -> None:
    settings.FADEWELL_MAKE_KEYS = False

    with pytest.raises(MissingKeyFile):
        audit.record("looked", by=None, clinic_id=clinic_a.pk, about=clinic_a)

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("line", ["nothing", "[]", '{"chain": "a"}', '{"sequence": "x"}'])
def test_anchors_that_cannot_be_read_are_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text(f"\n{line}\n")

    with pytest.raises(CommandError, match="line 2"):
        call_command("verify_audit", anchors=tmp_path / "kept")
