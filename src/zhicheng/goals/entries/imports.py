"""Decomposition tables that came in as files."""

from __future__ import annotations

from zhicheng.core.ledger import entry


def beginning(digest: str) -> str:
    """Enough of a long digest to tell files apart; the whole of it is kept."""
    return digest[:12]


@entry(
    "goals.import-begun", zh="上传任务分解表（SHA-256 %(sha256)s…）", en="uploaded a decomposition table (SHA-256 %(sha256)s…)",
    words={"sha256": beginning},
)  # fmt: skip
class ImportBegun:
    """A file came in."""

    session: int
    sha256: str


@entry(
    "goals.import-refused",
    zh="任务分解表读不出来，未留存（SHA-256 %(sha256)s…，%(code)s）",
    en="a decomposition table could not be read and was not kept (SHA-256 %(sha256)s…, %(code)s)",
    words={"sha256": beginning},
)
class ImportRefused:
    """A file was refused when it was read; its bytes were let go."""

    session: int
    sha256: str
    code: str


@entry(
    "goals.import-answered",
    zh="确认任务分解表中的问题 %(answers)s 个",
    en="answered %(answers)s questions of an import",
)
class ImportAnswered:
    """Questions of an import were answered."""

    session: int
    answers: int


@entry("goals.import-stored", zh="任务分解表入库 %(tasks)s 项", en="stored %(tasks)s tasks of an import")
class ImportStored:
    """A file's tasks are stored: one entry for the file, with the hash of its bytes and of its rows."""

    session: int
    sha256: str
    tasks: int
    manifest: str


@entry(
    "goals.import-undone",
    zh="任务分解表整表撤回 %(tasks)s 项：%(reason)s",
    en="undid an import of %(tasks)s tasks: %(reason)s",
)
class ImportUndone:
    """A file's tasks were taken out again."""

    session: int
    tasks: int
    reason: str


@entry(
    "goals.import-forgotten",
    zh="未入库的任务分解表保存期满，已清理（SHA-256 %(sha256)s…）",
    en="removed a decomposition table that was never stored (SHA-256 %(sha256)s…)",
    words={"sha256": beginning},
)
class ImportForgotten:
    """Nobody stored it in time: its reading and its bytes went."""

    session: int
    sha256: str
