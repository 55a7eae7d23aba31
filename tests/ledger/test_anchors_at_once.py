"""Two processes sign at the same moment, or the disk is full: no anchor is overwritten, no half one is left."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from zhicheng.core.ledger import anchors

DAY = date(2026, 3, 2)


def made(folder: Path, sequence: int) -> anchors.Anchor:
    key = anchors.signing_key(folder / "anchor.key")
    return anchors.signed(key, sequence=sequence, hash="0" * 64, at="2026-03-02T00:00:00", first=1, step=1, marks=b"")


def test_a_second_anchor_of_the_day_gets_a_name_of_its_own(tmp_path):
    first = anchors.write(made(tmp_path, 3), tmp_path / "anchors", day=DAY)
    second = anchors.write(made(tmp_path, 4), tmp_path / "anchors", day=DAY)
    assert (first.name, second.name) == ("2026-03-02.json", "2026-03-02-4.json")
    assert anchors.write(made(tmp_path, 4), tmp_path / "anchors", day=DAY) == second
    assert [each.sequence for _file, each in anchors.read_all(tmp_path / "anchors")] == [3, 4]


def test_an_anchor_that_came_at_the_same_moment_is_not_overwritten(tmp_path, monkeypatch):
    link = os.link

    def meanwhile(source: Path, target: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        anchors.write(made(tmp_path, 3), tmp_path / "anchors", day=DAY)
        link(source, target)

    mine = made(tmp_path, 4)
    monkeypatch.setattr(os, "link", meanwhile)
    assert anchors.write(mine, tmp_path / "anchors", day=DAY).name == "2026-03-02-4.json"
    assert [each.sequence for _file, each in anchors.read_all(tmp_path / "anchors")] == [3, 4]


def test_of_two_keys_made_at_once_the_first_is_the_citys(tmp_path, monkeypatch):
    link = os.link

    def meanwhile(source: Path, target: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        anchors.signing_key(tmp_path / "anchor.key")
        link(source, target)

    monkeypatch.setattr(os, "link", meanwhile)
    key = anchors.signing_key(tmp_path / "anchor.key")
    public = key.public_key().public_bytes_raw().hex()
    assert anchors.public_keys(tmp_path / "anchor.pub") == {public}


def test_a_folder_without_second_names_takes_anchors_too(tmp_path, monkeypatch):
    def refused(_source: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    assert anchors.write(made(tmp_path, 3), tmp_path / "anchors", day=DAY).exists()
    assert [file.name for file in (tmp_path / "anchors").iterdir()] == ["2026-03-02.json"]


def test_a_full_disk_leaves_nothing_half_written(tmp_path, monkeypatch):
    mine = made(tmp_path, 3)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        anchors.write(mine, tmp_path / "anchors", day=DAY)
    assert list((tmp_path / "anchors").iterdir()) == []
