from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0016_admin")]
    operations = [
        migrations.AddField("user", "app_lock", models.BooleanField(default=False)),
    ]
