"""Whoever changes the record afterwards is found: each way of tampering, done through the database's back door."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from tests.ledger.cast import ALICE, START, ReportVerified
from zhicheng.core.ledger import actions, anchors, reading, record
from zhicheng.core.ledger.chain import digest
from zhicheng.core.ledger.verification import verify
from zhicheng.core.refusal import Missing, Refusal, RuleBroken, Unreadable


def rebuild(tamper, *, start, person="p-mallory"):
    """Write entries anew from `start` on, with every hash right, as the database's owner could."""
    rows = [row for page in reading.pages(after=None) for row in page]
    previous = rows[start - 2][8] if start > 1 else rows[0][7]
    statements = []
    for row in rows[start - 1 :]:
        values = [*row[1:7], previous]
        if row[0] == start:
            values[4] = person.encode()
        previous = digest((b"%d" % row[0], *values)).encode()
        statements.append(
            f"UPDATE ledger_entry SET person = '{values[4].decode()}', previous = '{values[6].decode()}',"
            f" hash = '{previous.decode()}' WHERE sequence = {row[0]}"
        )
    tamper(*statements, f"UPDATE ledger_head SET hash = '{previous.decode()}'")


def found(**kwargs):
    verdict = verify(**kwargs)
    assert not verdict.ok
    assert verdict.reason
    return verdict.first_broken, verdict.code


def test_an_untouched_chain_verifies(chain):
    chain(12)
    verdict = verify()
    assert (verdict.ok, verdict.entries, verdict.first_broken) == (True, 12, None)


def test_an_empty_ledger_verifies(db):
    assert verify().ok


def test_without_an_anchor_it_is_said_what_cannot_be_excluded(chain):
    chain(1)
    assert "不能排除末尾被截去或整条链被重新编造" in verify().sentence


@pytest.mark.parametrize(
    "change",
    [
        "payload = REPLACE(payload, 'r-4', 'r-5')",
        "person = 'p-mallory'",
        "account = 7",
        "subject = 'task/9'",
        "kind = 'tests.other'",
        "at = REPLACE(at, '2026', '2025')",
        "previous = hash",
        "hash = previous",
    ],
)
def test_an_altered_entry_is_named(chain, tamper, change):
    chain(9)
    tamper(f"UPDATE ledger_entry SET {change} WHERE sequence = 5")
    assert found() == (5, "altered")


def test_an_altered_entry_with_a_new_hash_is_named(chain, tamper):
    chain(9)
    row = next(row for row in next(reading.pages(after=None)) if row[0] == 5)
    values = [*row[1:5], b"p-mallory", *row[6:8]]
    new = digest((b"5", *values))
    tamper(f"UPDATE ledger_entry SET person = 'p-mallory', hash = '{new}' WHERE sequence = 5")
    assert found() == (5, "altered")


def test_an_altered_last_entry_with_a_new_hash_is_named(chain, tamper):
    chain(5)
    row = next(reading.pages(after=4))[0]
    new = digest((b"5", *row[1:5], b"p-mallory", *row[6:8]))
    tamper(f"UPDATE ledger_entry SET person = 'p-mallory', hash = '{new}' WHERE sequence = 5")
    assert found() == (5, "head")


def test_a_deleted_entry_is_named(chain, tamper):
    chain(9)
    tamper("DELETE FROM ledger_entry WHERE sequence = 4")
    assert found() == (4, "missing")


def test_the_first_entry_deleted_is_named(chain, tamper):
    chain(3)
    tamper("DELETE FROM ledger_entry WHERE sequence = 1")
    assert found() == (1, "missing")


def test_a_deleted_entry_is_named_even_if_the_rest_is_renumbered(chain, tamper):
    chain(6)
    tamper(
        "DELETE FROM ledger_entry WHERE sequence = 4",
        *[f"UPDATE ledger_entry SET sequence = {number - 1} WHERE sequence = {number}" for number in (5, 6)],
        "UPDATE ledger_head SET sequence = 5",
    )
    assert found()[0] == 4


def test_two_exchanged_entries_are_found_at_the_first(chain, tamper):
    chain(9)
    tamper(
        "UPDATE ledger_entry SET sequence = 900 WHERE sequence = 3",
        "UPDATE ledger_entry SET sequence = 3 WHERE sequence = 7",
        "UPDATE ledger_entry SET sequence = 7 WHERE sequence = 900",
    )
    assert found() == (3, "altered")


def test_an_inserted_entry_is_named_even_if_it_is_chained_and_the_rest_renumbered(chain, tamper):
    chain(6)
    row = next(reading.pages(after=3))[0]
    new = digest((b"4", *row[1:5], b"p-mallory", *row[6:8]))
    tamper(
        *[f"UPDATE ledger_entry SET sequence = {number + 1} WHERE sequence = {number}" for number in (6, 5, 4)],
        "INSERT INTO ledger_entry SELECT 4, kind, payload, subject, account, 'p-mallory', at, previous,"
        f" '{new}' FROM ledger_entry WHERE sequence = 5",
        "UPDATE ledger_head SET sequence = 7",
    )
    assert found() == (4, "inserted")


def test_an_entry_behind_the_head_is_named(chain, tamper):
    chain(4)
    tamper("UPDATE ledger_head SET sequence = 3")
    assert found() == (4, "inserted")


def test_a_cut_tail_is_found_by_the_head(chain, tamper):
    chain(9)
    tamper("DELETE FROM ledger_entry WHERE sequence > 6")
    assert found() == (7, "cut")


def test_a_head_that_was_removed_is_found(chain, tamper):
    chain(3)
    tamper("DELETE FROM ledger_head")
    assert found() == (3, "head")


def test_one_byte_changed_in_the_text_is_found_even_if_it_is_no_text_any_more(chain, tamper):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL keeps no text that is not UTF-8")
    chain(3)
    tamper("UPDATE ledger_entry SET payload = CAST(x'ff' || CAST(payload AS BLOB) AS TEXT) WHERE sequence = 2")
    assert found() == (2, "altered")


# ---- against anchors


def cut(tamper, *, last):
    tamper(
        f"DELETE FROM ledger_entry WHERE sequence > {last}",
        f"UPDATE ledger_head SET sequence = {last}, hash = (SELECT hash FROM ledger_entry WHERE sequence = {last})",
    )


def test_a_tail_cut_together_with_the_head_needs_the_anchor(chain, tamper, city):
    chain(9)
    actions.anchor(at=START)
    away = shutil.copytree(city / "anchors", city / "away")
    cut(tamper, last=6)
    shutil.rmtree(city / "anchors")
    assert verify().ok
    assert found(anchor=away) == (7, "cut")


@pytest.mark.parametrize("start", [1, 5, 8, 9])
def test_a_chain_that_was_built_anew_is_found_at_its_first_entry(chain, tamper, start):
    chain(3)
    actions.anchor(at=START)
    chain(7)
    file = actions.anchor(at=START + timedelta(days=1))
    rebuild(tamper, start=start)
    first, code = found()
    assert (first, code) == (start, "rebuilt")
    if start > 3:
        assert found(anchor=file) == (start, "rebuilt")


def test_a_part_that_was_built_anew_is_found_at_its_first_entry(chain, tamper):
    chain(9)
    actions.anchor(at=START)
    last = next(reading.pages(after=8))[0]
    rebuild(tamper, start=4)
    tamper(f"UPDATE ledger_entry SET hash = '{last[8].decode()}', previous = '{last[7].decode()}' WHERE sequence = 9")
    assert found() == (4, "rebuilt")


def test_a_tail_cut_and_written_over_is_found_where_it_was_cut(chain, tamper):
    chain(9)
    actions.anchor(at=START)
    cut(tamper, last=6)
    chain(8)
    assert found() == (7, "rebuilt")


def test_entries_after_the_last_anchor_are_counted(chain):
    chain(3)
    actions.anchor(at=START)
    chain(2)
    verdict = verify()
    assert verdict.ok
    assert (verdict.anchors, verdict.anchored_to) == (1, 3)
    assert "2 条尚未签名外送" in verdict.sentence


def test_an_anchor_under_another_key_is_reported_as_such(chain, city):
    chain(3)
    file = actions.anchor(at=START)
    (city / "anchor.key").rename(city / "old.key")
    (city / "anchor.pub").unlink()
    anchors.signing_key(city / "anchor.key")
    assert found(anchor=file) == (None, "foreign-anchor")


def test_an_anchor_that_was_changed_is_reported_as_such(chain):
    chain(3)
    file = actions.anchor(at=START)
    file.write_text(file.read_text().replace('"sequence": 3', '"sequence": 2'))
    assert found(anchor=file) == (None, "forged-anchor")


def test_an_anchor_without_a_trusted_key_says_so(chain, city):
    chain(3)
    actions.anchor(at=START)
    (city / "anchor.pub").unlink()
    assert "锚点是谁签的未经核对" in verify().sentence


def test_a_trusted_key_kept_elsewhere_is_the_one_that_counts(chain, city):
    chain(3)
    actions.anchor(at=START)
    (city / "anchor.pub").rename(city.parent / "auditor.pub")
    assert verify(key=city.parent / "auditor.pub").ok
    anchors.signing_key(city / "other.key")
    assert found(key=city / "other.pub") == (None, "foreign-anchor")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "zhicheng-anchor-1"}', "\x00"])
def test_a_file_that_is_no_anchor_is_refused(db, tmp_path, content):
    file = tmp_path / "x.json"
    file.write_text(content)
    with pytest.raises(Unreadable):
        verify(file)


def test_an_anchor_that_is_not_there_is_refused(db, tmp_path):
    with pytest.raises(Missing):
        verify(tmp_path / "nothing.json")


def test_the_signing_key_is_readable_by_its_owner_only(chain, city):
    chain(1)
    actions.anchor(at=START)
    assert (city / "anchor.key").stat().st_mode & 0o777 == 0o600


def test_an_anchor_is_named_by_the_day_and_never_overwritten(chain):
    chain(2)
    first = actions.anchor(at=START)
    content = first.read_text()
    assert actions.anchor(at=START + timedelta(hours=1)) == first
    chain(1)
    second = actions.anchor(at=START + timedelta(hours=2))
    assert (first.name, second.name) == ("2026-03-02.json", "2026-03-02-3.json")
    assert first.read_text() == content
    assert json.loads(second.read_text())["marks"]["first"] == 3


def test_a_broken_chain_is_not_signed(chain, tamper, city):
    chain(3)
    tamper("UPDATE ledger_entry SET person = 'x' WHERE sequence = 2")
    with pytest.raises(RuleBroken, match="没有签名"):
        actions.anchor(at=START)
    assert not (city / "anchors").exists()


def test_anchors_are_sent_away_and_those_that_could_not_be_sent_go_with_the_next(chain, settings, tmp_path):
    share = tmp_path / "share"
    settings.CITY = replace(settings.CITY, anchors_to=str(share))
    chain(1)
    with pytest.raises(Refusal, match="留在本机"):
        actions.anchor(at=START)
    share.mkdir()
    chain(1)
    actions.anchor(at=START + timedelta(days=1))
    assert sorted(file.name for file in share.iterdir()) == ["2026-03-02.json", "2026-03-03.json"]
    assert verify(share).anchors == 2


def test_many_entries_between_two_anchors_are_marked_with_gaps(chain, tamper, monkeypatch):
    monkeypatch.setattr(anchors, "MOST_MARKS", 4)
    chain(11)
    actions.anchor(at=START)
    rebuild(tamper, start=6)
    first, _code = found()
    assert first <= 6
    assert 6 - first < 3


def test_the_hash_can_be_recomputed_by_an_outsider(db):
    """The recipe of `chain` in plain steps, so that it is never changed unnoticed."""
    record(ReportVerified("甲", 1), by=ALICE, at=START, subject="task/1")
    row = next(reading.pages(after=None))[0]
    fields = ["1", "tests.report-verified", '{"count":1,"report":"甲"}', "task/1", "", "p-alice",
              "2026-03-02T01:00:00.000000+00:00", "0" * 64]  # fmt: skip
    text = "zhicheng-ledger-1\n" + "".join(f"{len(field.encode())}:{field}," for field in fields)
    assert row[8].decode() == hashlib.sha256(text.encode()).hexdigest()
