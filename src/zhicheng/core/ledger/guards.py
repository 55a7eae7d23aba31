"""What the database itself refuses: changing, removing or inserting out of line any entry of the ledger.

Used by the migration, by the check of an installation, and by tests that must empty their database. Whoever owns the
database can drop these guards; the chain and its signed heads are there for that case.
"""

from __future__ import annotations

from typing import Any

SQLITE = {
    "ledger_no_update": """
        CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no update'); END""",
    "ledger_no_delete": """
        CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no delete'); END""",
    # INSERT OR REPLACE removes a row without firing the trigger on DELETE: this one sees it.
    "ledger_in_line": """
        CREATE TRIGGER ledger_in_line BEFORE INSERT ON ledger_entry
        WHEN NEW.sequence <> COALESCE((SELECT MAX(sequence) FROM ledger_entry), 0) + 1
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: not the next entry'); END""",
}

POSTGRESQL_FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the ledger is append-only: no %', lower(TG_OP)
            USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    """
    CREATE OR REPLACE FUNCTION ledger_next() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.sequence <> COALESCE((SELECT MAX(sequence) FROM ledger_entry), 0) + 1 THEN
            RAISE EXCEPTION 'the ledger is append-only: not the next entry'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
)
POSTGRESQL = {
    "ledger_no_update": """
        CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger_entry EXECUTE FUNCTION ledger_refuse()""",
    "ledger_no_delete": """
        CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger_entry EXECUTE FUNCTION ledger_refuse()""",
    "ledger_no_truncate": """
        CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger_entry EXECUTE FUNCTION ledger_refuse()""",
    "ledger_in_line": """
        CREATE TRIGGER ledger_in_line BEFORE INSERT ON ledger_entry
        FOR EACH ROW EXECUTE FUNCTION ledger_next()""",
}


def build(connection: Any) -> None:
    """Put the guards up."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in POSTGRESQL_FUNCTIONS:
                cursor.execute(statement)
        for statement in _triggers(connection).values():
            cursor.execute(statement)


def remove(connection: Any) -> None:
    """Take the guards down."""
    table = " ON ledger_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _triggers(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{table}")


def missing(connection: Any) -> list[str]:
    """Names of the guards that do not stand or are switched off."""
    if connection.vendor == "postgresql":
        statement = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger_entry'::regclass AND tgenabled IN ('O', 'A')"
    else:
        statement = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'"
    with connection.cursor() as cursor:
        cursor.execute(statement)
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name in _triggers(connection) if name not in standing]


def _triggers(connection: Any) -> dict[str, str]:
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE
