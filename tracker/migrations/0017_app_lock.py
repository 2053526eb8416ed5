from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0012_erasable_events")]
    operations = [
        migrations.AddField("user", "app_lock", models.BooleanField(default=False)),
    ]
