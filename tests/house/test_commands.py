"""The command line: sentences and exit statuses instead of tracebacks, a city folder that is safe to lay out twice."""

from __future__ import annotations

import errno
import importlib
import json
import os
import socket
import sqlite3
import stat
import tarfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db.utils import OperationalError, ProgrammingError
from django.utils import timezone
from typer.testing import CliRunner

from zhicheng.cli import backup, commands, first_records, preparation, processes, restore, search, serve
from zhicheng.cli.commands import told
from zhicheng.cli.folder import Answers, as_toml, lay_out
from zhicheng.config import city as city_folder
from zhicheng.core.refusal import Missing, NotAllowed, Refusal, RuleBroken, Unreadable, WrongState
from zhicheng.core.search.actions import index, rebuild
from zhicheng.core.search.queries import find
from zhicheng.registry.queries.regions import within

REGION_SHEET = "代码,名称,级别,上级代码,生效日期\n990100,演示市,市,,2018年3月1日\n990101,墨溪区,县,990100,\n"
ANSWERS = Answers(name='演示"市" 平台', region="990100", hosts=("127.0.0.1",), origins=("https://zhicheng.example",))


@pytest.mark.parametrize("word", commands.COMMANDS)
def test_every_command_of_the_table_can_be_loaded(word: str) -> None:
    assert importlib.import_module(commands.COMMANDS[word].module).app


def test_without_a_command_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run([]) == 0
    listed = capsys.readouterr().out
    assert all(f"\n  {word} " in listed for word in commands.COMMANDS)


def test_an_unknown_command_is_answered_with_those_that_are_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["ledgre"]) == 2
    assert "没有命令“ledgre”" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("trouble", "status", "sentence"),
    [
        (NotAllowed("不可以。"), 3, "不可以。"),
        (Missing("没有。"), 4, "没有。"),
        (WrongState("现在不行。"), 5, "现在不行。"),
        (RuleBroken("数不对。"), 6, "数不对。"),
        (Refusal("不行。"), 1, "不行。"),
        (OSError(errno.ENOSPC, "No space left on device"), 1, "磁盘已满"),
        (PermissionError(errno.EACCES, "denied", "/etc/shadow"), 1, "没有权限读写“/etc/shadow”"),
        (FileNotFoundError(errno.ENOENT, "none", "表.xlsx"), 1, "找不到“表.xlsx”"),
        (OperationalError("database or disk is full"), 1, "磁盘已满，数据库不能写入"),
        (OperationalError("unable to open database file"), 1, "打不开数据库文件"),
        (OperationalError('connection to server at "127.0.0.1", port 1 failed'), 1, "连接不上数据库"),
        (OperationalError("no such table: accounts_account"), 1, "再运行 zhicheng init"),
        (ProgrammingError('relation "accounts_account" does not exist'), 1, "再运行 zhicheng init"),
    ],
)
def test_trouble_is_one_sentence_and_a_status(
    trouble: Exception,
    status: int,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(_needs: str) -> None:
        raise trouble

    monkeypatch.setattr(commands, "wake", fail)
    assert commands.run(["check"]) == status
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_a_bug_stays_loud(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_needs: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(commands, "wake", fail)
    with pytest.raises(ZeroDivisionError):
        commands.run(["check"])


def test_a_city_folder_is_read_back_as_it_was_answered(tmp_path: Path) -> None:
    made = lay_out(tmp_path / "city", ANSWERS)
    found = city_folder.load(tmp_path / "city")
    assert (found.name, found.region, found.hosts, found.origins) == (
        ANSWERS.name, "990100", ANSWERS.hosts, ANSWERS.origins,
    )  # fmt: skip
    assert len(found.secret_key) > 50
    assert {"city.toml", "secret.key", "holidays/"} <= set(made)


def test_laying_out_again_changes_nothing(tmp_path: Path) -> None:
    lay_out(tmp_path, ANSWERS)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert lay_out(tmp_path, Answers(name="别的", region="990200")) == []
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_only_the_owner_reads_keys_and_configuration(tmp_path: Path) -> None:
    lay_out(tmp_path, ANSWERS)
    for name in ("secret.key", "city.toml"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (Answers(name=" ", region="990100"), "名称不能为空"),
        (Answers(name="演示市", region="99"), "不是 6 位区划代码"),
        (Answers(name="演示市", region="990100", time_zone="Beijing"), "没有时区“Beijing”"),
        (Answers(name="演示市", region="990100", origins=("zhicheng.example",)), "不是网址"),
    ],
)
def test_an_answer_that_cannot_be_leaves_no_folder(answers: Answers, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        lay_out(tmp_path / "city", answers)
    assert not (tmp_path / "city").exists()


def test_an_unknown_key_of_the_configuration_is_named(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text(as_toml(ANSWERS) + 'nmae = "x"\n', "utf-8")
    with pytest.raises(ValueError, match="unknown key nmae") as found:
        city_folder.load(tmp_path)
    assert commands.told(found.value) is not None


def test_a_taken_port_is_said_with_the_next_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Refusal, match=f"端口 {port} 已被占用.*PORT={port + 1}"):
            processes.listen("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Refusal, match=r"本机没有地址 192\.0\.2\.1"):
        processes.listen("192.0.2.1", 8000)
    with pytest.raises(Refusal, match="端口应在 1 到 65535 之间"):
        processes.listen("127.0.0.1", 70000)


def test_the_made_up_city_is_served_on_the_loopback_only(settings) -> None:  # type: ignore[no-untyped-def]
    settings.CITY = city_folder.City(Path("."), made_up=True)
    with pytest.raises(Refusal, match="演示市的账号和口令是公开的"):
        serve.refuse_outside("0.0.0.0")


@pytest.mark.django_db
def test_a_migrated_database_has_nothing_pending() -> None:
    assert preparation.pending() == []


def made_backup(folder: Path, files: dict[str, bytes], manifest: dict[str, object] | None = None) -> Path:
    """A backup file with these members."""
    room = folder / "members"
    hashes = {}
    for name, content in files.items():
        (room / name).parent.mkdir(parents=True, exist_ok=True)
        (room / name).write_bytes(content)
    with tarfile.open(folder / "backup.tar.gz", "w:gz") as tar:
        for name in files:
            hashes[name] = backup.add(tar, room / name, name)
        facts = {"made_at": "2025-10-22T02:00:00", "database": "sqlite", "files": hashes} | (manifest or {})
        (room / "manifest.json").write_text(json.dumps(facts))
        tar.add(room / "manifest.json", arcname="manifest.json")
    return folder / "backup.tar.gz"


GOOD = {"zhicheng.sqlite3": b"SQLite format 3", "city/city.toml": b"", "city/evidence/ab/abc": b"evidence"}


def test_a_backup_comes_back_as_it_was(tmp_path: Path) -> None:
    restore.read(made_backup(tmp_path, GOOD), tmp_path / "city")
    assert (tmp_path / "city" / "zhicheng.sqlite3").read_bytes() == GOOD["zhicheng.sqlite3"]
    assert (tmp_path / "city" / "evidence" / "ab" / "abc").read_bytes() == b"evidence"
    assert stat.S_IMODE((tmp_path / "city").stat().st_mode) == 0o700


def test_keys_never_travel_in_a_backup(tmp_path: Path) -> None:
    lay_out(tmp_path, ANSWERS)
    (tmp_path / "anchor.key").write_text("secret")
    (tmp_path / "zhicheng.sqlite3-wal").write_text("")
    (tmp_path / "evidence" / "x.key").write_text("a file of the city's own")
    names = {path.relative_to(tmp_path).as_posix() for path in backup.city_files(tmp_path)}
    assert not names & {"secret.key", "anchor.key", "zhicheng.sqlite3-wal"}
    assert {"city.toml", "evidence/x.key", "parameters/README.md"} <= names


@pytest.mark.parametrize("wrong", ["cut", "altered", "added", "no backup"])
def test_a_damaged_backup_leaves_nothing_behind(wrong: str, tmp_path: Path) -> None:
    hashes = {"zhicheng.sqlite3": "0" * 64, "city/city.toml": "0" * 64} if wrong == "altered" else {}
    files = {name: GOOD[name] for name in ("zhicheng.sqlite3", "city/city.toml")}
    file = made_backup(tmp_path, files, {"files": hashes} if wrong in ("altered", "added") else None)
    if wrong == "cut":
        file.write_bytes(file.read_bytes()[:-40])
    if wrong == "no backup":
        file.write_bytes(b"PK\x03\x04")
    with pytest.raises(Unreadable, match="没有恢复任何内容"):
        restore.read(file, tmp_path / "city")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar.gz", "members"]


def test_a_backup_cannot_write_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "evil").write_text("x")
    with tarfile.open(tmp_path / "backup.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "evil", arcname="../outside")
    with pytest.raises(Unreadable):
        restore.read(tmp_path / "backup.tar.gz", tmp_path / "deep" / "city")
    assert not (tmp_path / "deep" / "outside").exists()
    assert not (tmp_path / "outside").exists()


def test_a_backup_is_not_restored_over_a_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path / "city", ANSWERS)
    monkeypatch.setitem(os.environ, "ZHICHENG_CITY", str(tmp_path / "city"))
    with pytest.raises(WrongState, match="已有内容，不会覆盖"):
        restore.restore(made_backup(tmp_path, GOOD))


def test_an_upload_that_has_not_arrived_stays_out_of_a_backup(tmp_path: Path) -> None:
    lay_out(tmp_path, ANSWERS)
    (tmp_path / "evidence" / "ab").mkdir()
    for name in (".incoming-x", "ab/.swept-y", "ab/kept"):
        (tmp_path / "evidence" / name).write_text("content")
    names = {path.relative_to(tmp_path).as_posix() for path in backup.city_files(tmp_path)}
    assert {name for name in names if name.startswith("evidence/")} == {"evidence/ab/kept"}


def test_a_file_that_is_swept_away_meanwhile_stops_no_backup(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "backup.tar.gz", "w:gz") as tar, pytest.raises(FileNotFoundError):
        backup.add(tar, tmp_path / "gone", "city/evidence/ab/gone")
    with tarfile.open(tmp_path / "backup.tar.gz") as tar:
        assert tar.getnames() == []


def test_a_full_disk_is_a_sentence_whoever_meets_it() -> None:
    for trouble in (sqlite3.OperationalError("database or disk is full"), OSError(errno.ENOSPC, "No space left")):
        assert "磁盘已满" in (told(trouble) or "")


def test_regions_hold_from_the_first_day_of_this_year(db: None, tmp_path: Path, settings: Any) -> None:
    """So that a programme of this year, which begins in January, has them from its first day."""
    settings.CITY = replace(settings.CITY, region="990100")
    (tmp_path / "regions.csv").write_text(REGION_SHEET, "utf-8")
    year = timezone.localdate().year
    assert f"自 {year}-01-01 起" in first_records.load_regions(tmp_path / "regions.csv")
    assert {row.code for row in within("990100", on=date(year, 1, 1))} == {"990100", "990101"}
    assert {row.code for row in within("990100", on=date(2019, 5, 1))} == {"990100"}


def test_the_day_that_was_given_wins_over_the_first_of_january(db: None, tmp_path: Path, settings: Any) -> None:
    settings.CITY = replace(settings.CITY, region="990100")
    (tmp_path / "regions.csv").write_text(REGION_SHEET, "utf-8")
    first_records.load_regions(tmp_path / "regions.csv", valid_from=date(2021, 1, 1))
    assert {row.code for row in within("990100", on=date(2021, 1, 1))} == {"990100", "990101"}
    assert {row.code for row in within("990100", on=date(2020, 12, 31))} == {"990100"}


def test_a_day_that_is_none_comes_back_marked(db: None, tmp_path: Path, settings: Any) -> None:
    settings.CITY = replace(settings.CITY, region="990100")
    (tmp_path / "regions.csv").write_text(REGION_SHEET.replace("2018年3月1日", "明年"), "utf-8")
    with pytest.raises(RuleBroken, match="“明年”不是日期"):
        first_records.load_regions(tmp_path / "regions.csv")
    assert not within("990100", on=timezone.localdate())


def test_the_index_of_names_is_rebuilt_by_command(db: None) -> None:
    index("organisation", "o-1", "演示市市场监督管理局")
    told_so_far: list[tuple[int, int]] = []
    assert rebuild(tell=lambda done, total: told_so_far.append((done, total))) == 1
    assert told_so_far == [(0, 1), (1, 1)]
    said = CliRunner().invoke(search.app, ["rebuild"])
    assert said.exit_code == 0
    assert "已重建索引：1 个名称" in said.stdout
    assert find("organisation", "市场") == ["o-1"]


def test_only_what_make_started_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAKELEVEL", "1")
    assert processes.starter() == os.getppid()
    monkeypatch.delenv("MAKELEVEL")
    assert processes.starter() is None
