from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publications", "0002_forms")]

    operations = [
        migrations.AddField("formtemplate", "wording", models.JSONField(blank=True, default=dict)),
    ]
