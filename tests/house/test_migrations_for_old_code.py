"""While `migrate` has run and a server has not been restarted yet, old code writes to new tables.

So a migration adds, and leaves what is there as it was: a new column of an old table is empty or
filled by the database itself (db_default; Django's default is known to new code alone), nothing
that old code names goes, nothing that it writes is refused. What only looks otherwise is listed
with its reason. `python -m benchmarks.old_code` tries it on a living server.
"""

from collections.abc import Iterator

import pytest
from django.db import models
from django.db.migrations import operations as does
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.models import NOT_PROVIDED

NEVER_RELEASED = 28  # up to here the tables were made before anybody ran a version
ADDS = (does.CreateModel, does.AddIndex)
REASONS: dict[tuple[str, str], str] = {
    (
        "0032_history_that_matters",
        "AddConstraint patient",
    ): "both columns are new, and old code leaves both of them empty",
}


def breaks(operations: list[Operation]) -> list[str]:
    """What old code would trip over."""
    made = {each.name.lower() for each in operations if isinstance(each, does.CreateModel)}
    return [_name(each) for each in operations if not _leaves_old_code_alone(each, made)]


def _leaves_old_code_alone(operation: Operation, made: set[str]) -> bool:
    if isinstance(operation, ADDS) or getattr(operation, "model_name", "").lower() in made:
        return True
    if not isinstance(operation, does.AddField):
        return False
    field = operation.field
    is_filled = field.null or field.db_default is not NOT_PROVIDED
    return is_filled or isinstance(field, models.ManyToManyField)


def _name(operation: Operation) -> str:
    told = ("model_name_lower", "name", "old_name", "code", "sql")
    words = [getattr(operation, each, "") for each in told]
    named = [getattr(each, "__name__", each) for each in words if each]
    return " ".join([type(operation).__name__, *named])


def of_the_domain() -> Iterator[tuple[str, list[Operation]]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app == "tracker":
            yield name, list(migration.operations)


def test_a_migration_leaves_old_code_alone_or_says_why() -> None:
    found = {
        (name, each)
        for name, operations in of_the_domain()
        if int(name[:4]) > NEVER_RELEASED
        for each in breaks(operations)
    }

    assert found == REASONS.keys()
    assert all(REASONS.values())


NEW = does.CreateModel("Note", [("id", models.BigAutoField(primary_key=True))])
TEXT = models.CharField(max_length=9)


@pytest.mark.parametrize(
    "operation",
    [
        does.AddField("checkin", "mood", models.CharField(max_length=9, default="")),
        does.AddField("checkin", "mood", models.IntegerField()),
        does.RemoveField("checkin", "note"),
        does.RenameField("checkin", "note", "words"),
        does.AlterField("checkin", "note", TEXT),
        does.DeleteModel("CheckIn"),
        does.RenameModel("CheckIn", "Report"),
        does.AlterModelTable("CheckIn", "report"),
        does.AddConstraint(
            "checkin", models.CheckConstraint(condition=models.Q(note=""), name="quiet")
        ),
        does.RunPython(does.RunPython.noop),
        does.RunSQL("DROP TABLE tracker_checkin"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_old_code_would_trip_over_is_named(operation: Operation) -> None:
    assert len(breaks([NEW, operation])) == 1


@pytest.mark.parametrize(
    "operation",
    [
        does.AddField("checkin", "mood", models.CharField(max_length=9, null=True)),
        does.AddField("checkin", "mood", models.CharField(max_length=9, db_default="")),
        does.AddField("checkin", "tags", models.ManyToManyField("tracker.Note")),
        does.AddField("note", "text", TEXT),
        does.AddConstraint(
            "note", models.CheckConstraint(condition=models.Q(text=""), name="quiet")
        ),
        does.AddIndex("checkin", models.Index(fields=["note"], name="by_note")),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_only_adds_is_nobodys_trouble(operation: Operation) -> None:
    assert breaks([NEW, operation]) == []


def test_what_the_first_version_was_made_of_would_have_been_found() -> None:
    told = dict(of_the_domain())

    assert "RemoveField patientkey wrapped" in breaks(told["0004_patient_keys_in_files"])
    assert breaks(told["0022_skin_type"])[0] == "AddField patient skin_type"
    assert breaks(told["0028_no_photo_because"]) == []
