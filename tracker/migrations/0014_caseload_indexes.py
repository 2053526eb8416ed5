"""Indexes by time: the caseload counts a period without walking the whole of a table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0013_worklist_desk")]

    operations = [
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(
                fields=["judged_at", "patient", "treatment", "day", "id"], name="check_in_by_time"
            ),
        ),
        migrations.AddIndex(
            model_name="treatment",
            index=models.Index(fields=["performed_at", "patient"], name="treatment_by_time"),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(
                condition=models.Q(("needs_review", True)),
                fields=["created_at", "check_in"],
                name="assessment_flagged",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewcase",
            index=models.Index(fields=["clinic", "-opened_at"], name="cases_newest"),
        ),
    ]
