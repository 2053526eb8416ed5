"""Languages of a clinic; a case that was seen and lies still; who has seen a note.

Each new column is null: code of before leaves it alone, and SQLite adds it in place.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0029_photo_taken_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="clinic",
            name="languages",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reviewcase",
            name="late_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="NoteMark",
            fields=[
                (
                    "check_in",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="note_mark",
                        serialize=False,
                        to="tracker.checkin",
                    ),
                ),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "seen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("seen_at", None)),
                        fields=["check_in"],
                        name="notes_to_see",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seen_at", None), ("seen_by", None)),
                            models.Q(("seen_at__isnull", False), ("seen_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="note_seen_by_somebody",
                    )
                ],
            },
        ),
    ]
