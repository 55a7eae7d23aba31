"""What follows a restore: the public copies written anew, then ledger, evidence and copies looked over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.db import DatabaseError, connection

from zhicheng.cli import preparation, public_copy
from zhicheng.core.evidence.queries import damaged_files
from zhicheng.core.ledger import guards, verification
from zhicheng.core.refusal import Refusal
from zhicheng.indicators import guards as edition_guards

Tell = Callable[[str], None]


def look_over(tell: Tell) -> bool:
    """Write the public copies anew and say how everything stands; False where something is wrong.

    A backup of an earlier release is left as it is: `zhicheng init` brings it up to date and does the same then.
    """
    try:
        behind = preparation.pending()
    except DatabaseError as trouble:
        tell(f"数据库读不出来（{trouble}）。请换一份备份，恢复到另一个空文件夹。")
        return False
    verdict = verification.verify()
    tell(verdict.sentence)
    lost = [sha256[:12] for sha256 in damaged_files()]
    if lost:
        tell(f"佐证材料：{public_copy.named(lost)} 缺失或损坏，备份里也没有。")
    else:
        tell("佐证材料：数据库所记的文件都在，内容与校验值一致。")
    if behind:
        tell("备份来自较早的版本，公开副本照备份原样放回；运行 zhicheng init 时升级并重写。")
        return verdict.ok and not lost
    return all((_guarded(tell), renew(tell), verdict.ok, not lost))


def renew(tell: Tell) -> bool:
    """Write the public copies anew and compare them with the database; False where something is wrong."""
    try:
        editions, mended = public_copy.rebuild()
        tell(f"公开副本：已按数据库重写 {editions} 个数据版本，补写公文 {mended} 版。")
    except Refusal as trouble:
        tell(f"公开副本：{trouble.sentence}")
    now = datetime.now(UTC)
    lines = [*public_copy.editions(now), *public_copy.documents(now)]
    for level, about, says in lines:
        if level == "bad":
            tell(f"{about}：{says}")
    return all(level != "bad" for level, _about, _says in lines)


def _guarded(tell: Tell) -> bool:
    gone = [*guards.missing(connection), *edition_guards.missing(connection)]
    if gone:
        tell(f"防止改动的触发器缺失：{'、'.join(gone)}。备份时已缺失，请查明原因。")
    return not gone
