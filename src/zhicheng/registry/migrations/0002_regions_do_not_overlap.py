"""The spans of one region code never overlap: kept by an exclusion constraint (PostgreSQL) or triggers (SQLite).

Written by hand because Django's own exclusion constraint exists on PostgreSQL only. The code's digits stand as a
number range so that no extension is needed. On SQLite a later change of this table makes Django build it anew and
drops the triggers: such a migration has to run `add` again.
"""

from django.db import migrations

EXCLUSION = """
ALTER TABLE registry_region ADD CONSTRAINT region_spans_do_not_overlap EXCLUDE USING gist (
    int8range(code::bigint, code::bigint, '[]') WITH &&, daterange(valid_from, valid_to, '[]') WITH &&
)
"""

TRIGGER = """
CREATE TRIGGER region_spans_do_not_overlap_{name} BEFORE {event} ON registry_region
WHEN EXISTS (
    SELECT 1 FROM registry_region AS other
    WHERE other.code = NEW.code AND {others}
      AND other.valid_from <= COALESCE(NEW.valid_to, '9999-12-31')
      AND COALESCE(other.valid_to, '9999-12-31') >= NEW.valid_from
)
BEGIN SELECT RAISE(ABORT, 'region_spans_do_not_overlap'); END
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(EXCLUSION)
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(TRIGGER.format(name="insert", event="INSERT", others="1"), params=None)
        schema_editor.execute(TRIGGER.format(name="update", event="UPDATE", others="other.id <> NEW.id"), params=None)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE registry_region DROP CONSTRAINT region_spans_do_not_overlap")
    elif schema_editor.connection.vendor == "sqlite":
        for name in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER region_spans_do_not_overlap_{name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
