"""Landmarks, bruises and their measurements, and photos that were taken back.

What was tapped and what was measured is never edited; the database holds it (0002 says how).
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NEVER_EDITED = ("tracker_landmarks", "tracker_bruisemeasurement")


def put_up(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE FUNCTION fadewell_refuse_edit() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
        )
    for table in NEVER_EDITED:
        editor.execute(_create(editor.connection.vendor, table))


def _create(vendor: str, table: str) -> str:
    name = f"{table}_no_update"
    if vendor == "sqlite":
        return (
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    return (
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION fadewell_refuse_edit()"
    )


def take_down(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = editor.connection.vendor == "postgresql"
    for table in NEVER_EDITED:
        on = f" ON {table}" if is_postgresql else ""
        editor.execute(f"DROP TRIGGER {table}_no_update{on}")
    if is_postgresql:
        editor.execute("DROP FUNCTION fadewell_refuse_edit()")


class Migration(migrations.Migration):
    dependencies = [("tracker", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="Bruise",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("view", models.CharField(max_length=32)),
                (
                    "ringed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="BruiseMeasurement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("ring", models.JSONField()),
                ("result", models.JSONField(blank=True, null=True)),
                ("refused", models.CharField(blank=True, max_length=32)),
                (
                    "scale",
                    models.CharField(
                        choices=[("eyes", "Eyes"), ("coin", "Coin"), ("none", "None")], max_length=8
                    ),
                ),
                (
                    "measured_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Landmarks",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("points", models.JSONField()),
                (
                    "coin_mm",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True),
                ),
                (
                    "marked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
        ),
        migrations.AddField(
            model_name="photo",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="photo",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at", None), ("withdrawn_at__isnull", False), _connector="OR"
                ),
                name="photo_erased_after_withdrawal",
            ),
        ),
        migrations.AddField(
            model_name="bruise",
            name="treatment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bruises",
                to="tracker.treatment",
            ),
        ),
        migrations.AddField(
            model_name="bruisemeasurement",
            name="bruise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measurements",
                to="tracker.bruise",
            ),
        ),
        migrations.AddField(
            model_name="bruisemeasurement",
            name="measured_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bruisemeasurement",
            name="photo",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measurements",
                to="tracker.photo",
            ),
        ),
        migrations.AddField(
            model_name="landmarks",
            name="marked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="landmarks",
            name="photo",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="landmarks",
                to="tracker.photo",
            ),
        ),
        migrations.AddConstraint(
            model_name="bruise",
            constraint=models.UniqueConstraint(
                fields=("treatment", "number"), name="bruise_number_once"
            ),
        ),
        migrations.AddIndex(
            model_name="bruisemeasurement",
            index=models.Index(fields=["bruise", "-measured_at"], name="bruise_newest"),
        ),
        migrations.AddConstraint(
            model_name="bruisemeasurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refused__gt", ""), ("result__isnull", True)),
                    models.Q(("refused", ""), ("result__isnull", False)),
                    _connector="OR",
                ),
                name="bruise_measured_or_refused",
            ),
        ),
        migrations.AddIndex(
            model_name="landmarks",
            index=models.Index(fields=["photo", "-marked_at"], name="landmarks_newest"),
        ),
        migrations.RunPython(put_up, take_down),
    ]
