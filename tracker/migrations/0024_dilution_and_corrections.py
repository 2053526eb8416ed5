"""How a product was diluted, and what a treatment's record said before it was corrected."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "tracker_treatmentcorrection"
NAME = f"{TABLE}_no_update"


def put_up(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Never edited: the database holds it, as 0003 does for what was measured."""
    if editor.connection.vendor == "sqlite":
        editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE}"
            f" BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )
        return
    editor.execute(
        f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION fadewell_refuse_edit()"
    )


def take_down(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    on = f" ON {TABLE}" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER {NAME}{on}")


class Migration(migrations.Migration):
    dependencies = [("tracker", "0023_unseen_messages")]

    operations = [
        migrations.AddField(
            model_name="treatment",
            name="dilution",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.CreateModel(
            name="TreatmentCorrection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", models.CharField(max_length=16)),
                ("fields", models.JSONField()),
                ("before", models.JSONField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "treatment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="tracker.treatment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["treatment", "number"], name="correction_number_once"
                    )
                ]
            },
        ),
        migrations.RunPython(put_up, take_down),
    ]
