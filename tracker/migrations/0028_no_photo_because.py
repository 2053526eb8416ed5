"""Why a check-in came without a photo, where she said so.

Null, and without a default: SQLite then adds the column in place. Else it would make the table anew,
and lose the trigger that refuses an edit (0002).
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0026_emergency_sound")]

    operations = [
        migrations.AddField(
            model_name="checkin",
            name="no_photo_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("bad_light", "Bad Light"),
                    ("not_private", "Not Private"),
                    ("not_up_to_it", "Not Up To It"),
                    ("no_camera", "No Camera"),
                    ("no_change", "No Change"),
                    ("rather_not", "Rather Not"),
                ],
                max_length=16,
                null=True,
            ),
        ),
    ]
