"""When it was told that a message lies unseen; an index over those that the clinic has not seen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0022_skin_type")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="chased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(sender_role="patient", seen_at=None),
                fields=["treatment", "sent_at"],
                name="messages_to_see",
            ),
        ),
    ]
