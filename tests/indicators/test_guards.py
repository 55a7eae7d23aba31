"""What was frozen stays: the database itself refuses, on both engines."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.indicators.conftest import Office
from zhicheng.core.refusal import Unreadable
from zhicheng.indicators import guards
from zhicheng.indicators.editions.plain import pack
from zhicheng.indicators.models import Edition, EditionContent
from zhicheng.indicators.queries import contents
from zhicheng.indicators.queries.contents import content_of


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE indicators_editioncontent SET body = body",
        "DELETE FROM indicators_editioncontent",
        "DELETE FROM indicators_edition",
        "UPDATE indicators_edition SET content_hash = '0'",
        "UPDATE indicators_edition SET reason = 'x'",
        "UPDATE indicators_edition SET cut_off = '2025-01-01'",
        "UPDATE indicators_edition SET ledger_entry = NULL",
    ],
)
def test_the_database_refuses_to_change_what_was_frozen(office_at_work: Office, statement: str) -> None:
    office_at_work.freeze()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert EditionContent.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can replace a row unseen")
def test_the_database_refuses_to_replace_what_was_frozen(office_at_work: Office) -> None:
    office_at_work.freeze()
    row = EditionContent.objects.get()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO indicators_editioncontent (edition_id, body) VALUES (%s, %s)", [row.pk, b"x"]
        )


def test_the_state_of_an_edition_may_move(office_at_work: Office) -> None:
    office_at_work.publish(office_at_work.freeze())
    assert Edition.objects.get().state == "published"


def test_the_guards_stand(db: None) -> None:
    assert guards.missing(connection) == []


def test_content_that_the_owner_of_the_database_changed_is_not_used(office_at_work: Office) -> None:
    office_at_work.freeze()
    row = Edition.objects.get()
    other = EditionContent(pk=row.pk, body=b"")
    found = content_of(row)
    other.body = pack(found.public_part())
    guards.remove(connection)
    other.save()
    guards.build(connection)
    contents._content.cache_clear()
    with pytest.raises(Unreadable, match="校验值"):
        content_of(row)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "published", "published_at": "2025-10-22T10:00Z", "published_by": "P-office"}, "somebody_else"),
        ({"state": "withdrawn"}, "says_why"),
        ({"state": "gone"}, "state_is_known"),
    ],
)
def test_the_database_holds_the_rules_of_a_state(
    office_at_work: Office, changes: dict[str, str], constraint: str
) -> None:
    office_at_work.freeze()
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        Edition.objects.update(**changes)


def test_one_edition_of_a_period_is_published(office_at_work: Office) -> None:
    office_at_work.publish(office_at_work.freeze())
    second = office_at_work.freeze(reason="再冻结")
    published = {"state": "published", "published_at": office_at_work.at, "published_by": "P-office-2"}
    with pytest.raises(DatabaseError, match=r"(?i)unique"), transaction.atomic():
        Edition.objects.filter(code=second).update(**published)
