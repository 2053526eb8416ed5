import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0006_second_opinions'),
    ]

    operations = [
        migrations.AddField(
            model_name='patient',
            name='reminder_at',
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='AftercareSlip',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('behaviour', models.CharField(max_length=64)),
                ('told_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('treatment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='tracker.treatment')),
            ],
            options={
                'indexes': [models.Index(fields=['treatment', '-told_at'], name='slip_newest')],
            },
        ),
        migrations.CreateModel(
            name='RemedyFeedback',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('remedy', models.CharField(max_length=64)),
                ('outcome', models.CharField(choices=[('helped', 'Helped'), ('no_change', 'No Change'), ('worse', 'Worse')], max_length=9)),
                ('told_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('check_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedy_feedback', to='tracker.checkin')),
                ('treatment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedy_feedback', to='tracker.treatment')),
            ],
            options={
                'indexes': [models.Index(fields=['treatment', '-told_at'], name='feedback_newest')],
            },
        ),
    ]
