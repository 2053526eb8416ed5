"""The skin type of a patient, where the clinic has asked; "" for everybody who is here already."""

from django.db import migrations, models

TYPES = ("I", "II", "III", "IV", "V", "VI")


class Migration(migrations.Migration):
    dependencies = [("tracker", "0021_labels_and_keys")]

    operations = [
        migrations.AddField(
            model_name="patient",
            name="skin_type",
            field=models.CharField(
                blank=True,
                choices=[
                    ("I", "One"),
                    ("II", "Two"),
                    ("III", "Three"),
                    ("IV", "Four"),
                    ("V", "Five"),
                    ("VI", "Six"),
                ],
                max_length=3,
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(skin_type__in=["", *TYPES]), name="skin_type_known"
            ),
        ),
    ]
