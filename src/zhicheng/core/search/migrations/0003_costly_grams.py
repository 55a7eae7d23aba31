"""PostgreSQL is told that taking a text apart is dear, so that it asks the index instead of every row."""

from django.db import migrations


def _cost(schema_editor, cost):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"ALTER FUNCTION search_grams(text) COST {cost}")


def raise_cost(apps, schema_editor):
    _cost(schema_editor, 5000)


def lower_cost(apps, schema_editor):
    _cost(schema_editor, 100)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_index")]
    operations = [migrations.RunPython(raise_cost, lower_cost)]
