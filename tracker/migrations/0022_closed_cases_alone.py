"""Open cases are looked for in their own index: SQLite took the closed ones' for it as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracker", "0021_labels_and_keys")]

    operations = [
        migrations.RemoveIndex(model_name="reviewcase", name="closed_cases_newest"),
        migrations.AddIndex(
            model_name="reviewcase",
            index=models.Index(
                fields=["clinic", "-closed_at"],
                condition=models.Q(status="closed"),
                name="closed_cases_newest",
            ),
        ),
    ]
