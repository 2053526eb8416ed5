"""Adverse events, photos and joined cases are found without walking the whole of a table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0019_web_push")]

    operations = [
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(fields=["received_at", "check_in"], name="photo_by_time"),
        ),
        migrations.AddIndex(
            model_name="reviewcase",
            index=models.Index(
                condition=models.Q(
                    ("decision__reason__in", ("treated", "referred")), ("status", "closed")
                ),
                fields=["treatment"],
                name="cases_with_event",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewevent",
            index=models.Index(
                condition=models.Q(("action__in", ("opened", "flagged"))),
                fields=["at", "assessment"],
                name="review_event_joined",
            ),
        ),
    ]
