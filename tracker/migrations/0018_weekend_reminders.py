"""At the weekend her hour may be another one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0012_erasable_events")]

    operations = [
        migrations.AddField(
            model_name="patient",
            name="weekend_reminder_at",
            field=models.TimeField(blank=True, null=True),
        ),
    ]
