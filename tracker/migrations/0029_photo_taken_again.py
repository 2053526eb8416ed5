"""How many photos of a view a phone let go before the one it sent; null: nothing counted them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0028_no_photo_because")]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="taken_again",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
    ]
