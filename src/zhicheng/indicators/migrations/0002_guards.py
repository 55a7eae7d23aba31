"""The database refuses to change or remove what was frozen.

A later migration that rebuilds one of the two tables on SQLite drops its triggers: it must end with this operation again.
"""

from django.db import migrations

from zhicheng.indicators import guards


def build(apps, schema_editor):
    guards.build(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]
    operations = [migrations.RunPython(build, remove)]
