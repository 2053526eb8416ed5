"""A tone for an emergency, where a colleague wants one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0024_dilution_and_corrections")]

    operations = [
        migrations.AddField(
            model_name="deskhabits",
            name="has_sound",
            field=models.BooleanField(default=False),
        ),
    ]
