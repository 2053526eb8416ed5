"""Notices may go to a phone that asked for them."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

WAYS = [("mail", "Mail"), ("push", "Push")]


class Migration(migrations.Migration):
    dependencies = [("sessions", "0001_initial"), ("tracker", "0018_weekend_reminders")]

    operations = [
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("endpoint", models.CharField(max_length=1000, unique=True)),
                ("p256dh", models.CharField(max_length=88)),
                ("auth", models.CharField(max_length=24)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("session", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sessions.session")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="push_subscriptions", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name="notification",
            name="patient",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tracker.patient"),
        ),
        migrations.AlterField(
            model_name="notification",
            name="address",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="notification",
            name="failed_first",
            field=models.CharField(blank=True, choices=WAYS, default="", max_length=4),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="notification",
            name="sent_by",
            field=models.CharField(blank=True, choices=WAYS, default="", max_length=4),
            preserve_default=False,
        ),
    ]
