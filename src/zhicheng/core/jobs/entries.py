"""What this room enters into the ledger."""

from __future__ import annotations

from zhicheng.core.ledger import entry


@entry(
    "core.jobs.swept",
    zh="清理了已结束的后台任务 %(ended)s 项（其中未完成的 %(failed)s 项）、残留文件 %(files)s 个",
    en="removed %(ended)s ended jobs (%(failed)s of them failed) and %(files)s left-over files",
)
class JobsSwept:
    """Jobs that ended long ago were removed, with what dead workers and broken uploads had left."""

    ended: int
    failed: int
    files: int
