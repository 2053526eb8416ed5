"""Labels on cases, messages to several that may still be taken back, keys of one's own."""

import uuid
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

ON_CASE: dict[str, Any] = {"on_delete": django.db.models.deletion.CASCADE, "to": "tracker.reviewcase"}
BY: dict[str, Any] = {
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
}
NUMBER = models.BigAutoField(
    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
)
NOW = django.utils.timezone.now


class Migration(migrations.Migration):
    dependencies = [("tracker", "0020_caseload_events")]

    operations = [
        migrations.AddField(
            model_name="deskhabits",
            name="keys",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.CreateModel(
            name="CaseLabel",
            fields=[
                ("id", NUMBER),
                ("name", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("added_at", models.DateTimeField(default=NOW, editable=False)),
                ("added_by", models.ForeignKey(**BY)),
                ("case", models.ForeignKey(related_name="labels", **ON_CASE)),
            ],
            options={
                "ordering": ["key"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "key"), name="case_label_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("run", models.UUIDField()),
                ("leaves_at", models.DateTimeField(db_index=True)),
                ("held_at", models.DateTimeField(default=NOW, editable=False)),
                ("by", models.ForeignKey(**BY)),
                ("case", models.ForeignKey(related_name="held_messages", **ON_CASE)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("run", "case"), name="held_message_once")
                ],
            },
        ),
    ]
