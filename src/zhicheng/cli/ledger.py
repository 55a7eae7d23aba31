"""`zhicheng ledger verify` and `zhicheng ledger anchor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from zhicheng.core.ledger import actions, verification

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


@app.callback()
def ledger() -> None:
    """账本：逐条校验，签名留底。"""


@app.command()
def verify(
    anchor: Annotated[Path | None, typer.Option(help="外送保存的锚点（文件或文件夹）；不写则用本机保存的")] = None,
    key: Annotated[Path | None, typer.Option(help="可信的公钥文件；不写则用安装时生成的")] = None,
) -> None:
    """逐条校验账本；不可信时说明从哪一条起，并以状态 1 结束。"""
    verdict = verification.verify(anchor, key=key)
    typer.echo(verdict.sentence, err=not verdict.ok)
    if not verdict.ok:
        raise typer.Exit(1)


@app.command()
def anchor() -> None:
    """给账本最末一条签名，存入城市文件夹的 anchors，并送往配置的外部文件夹。"""
    file = actions.anchor(at=timezone.now())
    typer.echo(_("已签名：%(file)s。请把公钥和锚点另存于本机之外。") % {"file": file})
