"""At the weekend her hour may be another one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0017_app_lock")]

    operations = [
        migrations.AddField(
            model_name="patient",
            name="weekend_reminder_at",
            field=models.TimeField(blank=True, null=True),
        ),
    ]
