"""What the enrolment asks and no list of the protocol holds; nobody who is here was asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0031_note_chased")]

    operations = [
        migrations.AddField(
            model_name="patient",
            name="other_allergy",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddField(
            model_name="patient",
            name="other_blood_thinner",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddField(
            model_name="patient",
            name="prior_reaction",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="patient",
            name="toxin_elsewhere",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="patient",
            name="toxin_asked_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(toxin_elsewhere=None, toxin_asked_on=None)
                | models.Q(toxin_elsewhere__isnull=False, toxin_asked_on__isnull=False),
                name="toxin_elsewhere_dated",
            ),
        ),
    ]
