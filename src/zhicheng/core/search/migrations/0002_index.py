"""The index of each engine."""

from django.db import migrations

SQLITE = (
    "CREATE INDEX search_indexed_start ON search_indexed (kind, start)",
    "CREATE VIRTUAL TABLE search_grams"
    " USING fts5(grams, content='', detail=none, columnsize=0, tokenize='ascii')",
)
SQLITE_BACK = ("DROP TABLE search_grams", "DROP INDEX search_indexed_start")
POSTGRESQL = (
    """
    CREATE FUNCTION search_grams(key text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT COALESCE(array_agg(DISTINCT gram), '{}'::text[]) FROM (
            SELECT substr(key, place, size) AS gram
            FROM generate_series(1, length(key)) AS place, generate_series(1, 2) AS size
        ) AS grams
    $$""",
    'CREATE INDEX search_indexed_start ON search_indexed (kind, start COLLATE "C")',
    "CREATE INDEX search_indexed_grams ON search_indexed USING gin (search_grams(key))",
)
POSTGRESQL_BACK = (
    "DROP INDEX search_indexed_grams",
    "DROP INDEX search_indexed_start",
    "DROP FUNCTION search_grams(text)",
)


def _run(schema_editor, sqlite, postgresql):
    with schema_editor.connection.cursor() as cursor:
        for statement in postgresql if schema_editor.connection.vendor == "postgresql" else sqlite:
            cursor.execute(statement)


def build(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def remove(apps, schema_editor):
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(build, remove)]
