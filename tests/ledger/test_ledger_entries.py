"""What is entered stays as it was entered, and reads as a sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from tests.ledger.cast import ALICE, START, ReportVerified
from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.ledger import entry, guards, queries, record
from zhicheng.core.ledger.declare import payload_of, sentence_of
from zhicheng.core.refusal import NotAllowed


def test_entries_are_numbered_without_gaps(chain):
    chain(3)
    assert [row.sequence for row in queries.latest(SYSTEM)] == [3, 2, 1]


def test_an_entry_that_is_rolled_back_leaves_no_gap(chain):
    chain(1)
    with transaction.atomic():
        record(ReportVerified("r"), by=ALICE, at=START)
        transaction.set_rollback(True)
    assert record(ReportVerified("r"), by=ALICE, at=START) == 2


def test_an_entry_costs_at_most_six_statements(chain, django_assert_max_num_queries):
    chain(1)
    with django_assert_max_num_queries(6):  # two of them are the savepoint's
        record(ReportVerified("r"), by=ALICE, at=START)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET person = 'somebody-else' WHERE sequence = 2",
        "DELETE FROM ledger_entry WHERE sequence = 3",
        "INSERT INTO ledger_entry SELECT sequence + 7, kind, payload, subject, account, person, at, previous, hash"
        " FROM ledger_entry WHERE sequence = 3",
    ],
)
def test_the_database_itself_refuses_to_change_the_ledger(chain, statement):
    chain(3)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_to_replace_or_empty_the_ledger(chain):
    chain(3)
    statement = (
        "TRUNCATE ledger_entry"
        if connection.vendor == "postgresql"
        else "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry WHERE sequence = 2"
    )
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_missing_guards_are_named(db):
    assert guards.missing(connection) == []
    guards.remove(connection)
    assert "ledger_no_delete" in guards.missing(connection)


def test_the_sentence_is_told_in_three_languages():
    payload = payload_of(ReportVerified("r-1", 3))
    told = {}
    for language in ("zh-hans", "zh-hant", "en"):
        with translation.override(language):
            told[language] = sentence_of("tests.report-verified", payload)
    assert told == {
        "zh-hans": "确认了上报 r-1（3 项）",
        "zh-hant": "確認了上報 r-1（3 項）",
        "en": "verified report r-1 (3)",
    }


def test_an_entry_of_a_kind_that_is_declared_no_more_still_reads():
    assert sentence_of("old.thing-done", '{"code":"x"}') == "old.thing-done：code=x"


def test_a_field_that_an_older_entry_lacks_shows_as_a_dash():
    assert sentence_of("tests.report-verified", '{"report":"r"}') == "确认了上报 r（— 项）"


def test_values_are_kept_exactly():
    @entry("tests.exact", zh="精确", en="exact")
    class Exact:
        share: Decimal
        codes: tuple[str, ...]
        note: str | None = None

    assert payload_of(Exact(Decimal("79.20"), ("甲", "乙"))) == '{"codes":["甲","乙"],"note":null,"share":"79.20"}'


def test_a_field_for_personal_data_cannot_be_declared():
    with pytest.raises(TypeError, match="personal data"):

        @entry("tests.personal", zh="电话", en="phone")
        class Personal:
            phone: str


def test_a_field_that_is_not_plain_cannot_be_declared():
    with pytest.raises(TypeError, match="only plain values"):

        @entry("tests.float", zh="小数", en="float")
        class Floating:
            share: float


def test_codes_are_kept_and_told_in_words():
    @entry("tests.moved", zh="%(period)s由“%(old)s”转为“%(new)s”", en="%(period)s: %(old)s → %(new)s",
           words={"period": lambda code: f"{code[:4]}年", "old": {"draft": "起草"}, "new": {"draft": "起草"}})  # fmt: skip
    class Moved:
        """A thing has moved."""

        period: str
        old: str
        new: str | None

    payload = payload_of(Moved("2025Q4", "draft", "unknown"))
    assert '"old":"draft"' in payload
    assert sentence_of("tests.moved", payload) == "2025年由“起草”转为“unknown”"
    assert sentence_of("tests.moved", payload_of(Moved("2025Q4", "draft", None))) == "2025年由“起草”转为“—”"


def test_words_cannot_name_a_field_that_is_not_there():
    with pytest.raises(ValueError, match="perod"):

        @entry("tests.words", zh="已办", en="done", words={"perod": {}})
        class Wrong:
            """Words for nothing."""

            period: str


def test_a_sentence_cannot_name_a_field_that_is_not_there():
    with pytest.raises(ValueError, match="unknown field"):

        @entry("tests.typo", zh="核实了 %(reprot)s", en="verified")
        class Typo:
            report: str


def test_what_is_not_declared_is_not_recorded(db):
    with pytest.raises(TypeError, match="not declared"):
        record("核实了", by=ALICE, at=START)


def test_a_moment_without_time_zone_is_refused(db):
    with pytest.raises(ValueError, match="aware"):
        record(ReportVerified("r"), by=ALICE, at=datetime(2026, 1, 1))


def test_a_clock_that_was_set_back_changes_no_order(chain):
    chain(2)
    record(ReportVerified("late"), by=ALICE, at=datetime(2020, 1, 1, tzinfo=UTC))
    assert queries.latest(SYSTEM)[0].facts["report"] == "late"


def test_entries_about_a_subject_come_newest_first_and_page_by_sequence(chain):
    chain(9)
    rows = queries.entries_about("task/1", limit=2)
    assert [row.sequence for row in rows] == [8, 5]
    assert [row.sequence for row in queries.entries_about("task/1", before=5)] == [2]
    assert rows[0].at == datetime(2026, 3, 2, 1, 7, tzinfo=UTC)


def test_a_row_names_the_account_that_acted(db, django_user_model, django_assert_max_num_queries):
    account = django_user_model.objects.create_account("zhang", person="p-1", name="张演示")
    actor = Actor(account_id=account.pk, person="p-1", name="张演示")
    record(ReportVerified("r"), by=actor, at=START, subject="task/1")
    record(ReportVerified("r"), by=SYSTEM, at=START, subject="task/1")
    with django_assert_max_num_queries(2):
        rows = queries.entries_about("task/1")
    assert [row.account for row in rows] == ["系统", "张演示"]


def test_the_whole_ledger_is_only_for_those_who_may_see_it(chain):
    chain(1)
    with pytest.raises(NotAllowed):
        queries.latest(ALICE)
