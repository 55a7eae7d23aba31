"""The database refuses to change or remove an entry.

A later migration that rebuilds `ledger_entry` on SQLite drops its triggers: it must end with this operation again.
"""

from django.db import migrations

from zhicheng.core.ledger import guards


def build(apps, schema_editor):
    guards.build(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(build, remove)]
