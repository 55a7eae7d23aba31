"""What the database itself refuses: changing or removing what was frozen. Only an edition's state may move on."""

from __future__ import annotations

from typing import Any

HEAD, CONTENT = "indicators_edition", "indicators_editioncontent"
FROZEN = (
    "code", "programme", "programme_key", "region", "office", "title", "period", "period_end", "number", "cut_off",
    "frozen_at", "frozen_by", "supersedes", "reason", "mark", "content_hash", "public_hash", "values", "items",
)  # fmt: skip
_CHANGED_SQLITE = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in FROZEN)
_CHANGED_POSTGRESQL = " OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in FROZEN)
# What was told once stays: the entry in the ledger, when it was published and by whom.
_ONCE = ("ledger_entry", "published_at")
_AGAIN = " OR ".join(f'(OLD."{name}" IS NOT NULL AND NEW."{name}" IS NULL)' for name in _ONCE)
_SAID = "an edition is frozen: no"

SQLITE = {
    "edition_no_update": f"""
        CREATE TRIGGER edition_no_update BEFORE UPDATE ON {HEAD} WHEN {_CHANGED_SQLITE} OR {_AGAIN}
        BEGIN SELECT RAISE(ABORT, '{_SAID} update'); END""",
    "edition_no_delete": f"""
        CREATE TRIGGER edition_no_delete BEFORE DELETE ON {HEAD}
        BEGIN SELECT RAISE(ABORT, '{_SAID} delete'); END""",
    "edition_no_replace": f"""
        CREATE TRIGGER edition_no_replace BEFORE INSERT ON {HEAD}
        WHEN EXISTS (SELECT 1 FROM {HEAD} WHERE id = NEW.id OR code = NEW.code)
        BEGIN SELECT RAISE(ABORT, '{_SAID} replace'); END""",  # noqa: S608 - our own names
    "edition_content_no_update": f"""
        CREATE TRIGGER edition_content_no_update BEFORE UPDATE ON {CONTENT}
        BEGIN SELECT RAISE(ABORT, '{_SAID} update'); END""",
    "edition_content_no_delete": f"""
        CREATE TRIGGER edition_content_no_delete BEFORE DELETE ON {CONTENT}
        BEGIN SELECT RAISE(ABORT, '{_SAID} delete'); END""",
    # INSERT OR REPLACE removes a row without firing the trigger on DELETE: this one sees it.
    "edition_content_no_replace": f"""
        CREATE TRIGGER edition_content_no_replace BEFORE INSERT ON {CONTENT}
        WHEN EXISTS (SELECT 1 FROM {CONTENT} WHERE edition_id = NEW.edition_id)
        BEGIN SELECT RAISE(ABORT, '{_SAID} replace'); END""",  # noqa: S608 - our own names
}  # fmt: skip

POSTGRESQL_FUNCTIONS = (
    f"""
    CREATE OR REPLACE FUNCTION edition_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{_SAID} %', lower(TG_OP) USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
)
POSTGRESQL = {
    "edition_no_update": f"""
        CREATE TRIGGER edition_no_update BEFORE UPDATE ON {HEAD} FOR EACH ROW
        WHEN ({_CHANGED_POSTGRESQL} OR {_AGAIN}) EXECUTE FUNCTION edition_refuse()""",
    "edition_no_delete": f"""
        CREATE TRIGGER edition_no_delete BEFORE DELETE ON {HEAD} EXECUTE FUNCTION edition_refuse()""",
    "edition_no_truncate": f"""
        CREATE TRIGGER edition_no_truncate BEFORE TRUNCATE ON {HEAD} EXECUTE FUNCTION edition_refuse()""",
    "edition_content_no_update": f"""
        CREATE TRIGGER edition_content_no_update BEFORE UPDATE ON {CONTENT} EXECUTE FUNCTION edition_refuse()""",
    "edition_content_no_delete": f"""
        CREATE TRIGGER edition_content_no_delete BEFORE DELETE ON {CONTENT} EXECUTE FUNCTION edition_refuse()""",
    "edition_content_no_truncate": f"""
        CREATE TRIGGER edition_content_no_truncate BEFORE TRUNCATE ON {CONTENT} EXECUTE FUNCTION edition_refuse()""",
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
    with connection.cursor() as cursor:
        for name in _triggers(connection):
            table = CONTENT if "content" in name else HEAD
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: Any) -> list[str]:
    """Names of the guards that do not stand or are switched off."""
    if connection.vendor == "postgresql":
        statement = (
            f"SELECT tgname FROM pg_trigger WHERE tgrelid IN ('{HEAD}'::regclass, '{CONTENT}'::regclass) "  # noqa: S608
            "AND tgenabled IN ('O', 'A')"
        )
    else:
        statement = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('{HEAD}', '{CONTENT}')"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement)
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name in _triggers(connection) if name not in standing]


def _triggers(connection: Any) -> dict[str, str]:
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE
