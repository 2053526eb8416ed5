"""When it was told that a note lies unseen; null: code of before leaves it alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0030_seen_and_answered")]

    operations = [
        migrations.AddField(
            model_name="notemark",
            name="chased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
