"""`zhicheng demo`: the made-up city on this computer, made on the first start and kept for the next."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from zhicheng.cli import processes
from zhicheng.cli.commands import with_house
from zhicheng.cli.folder import Answers, lay_out
from zhicheng.demo.places import CITY_CODE, CITY_NAME

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="端口")] = 8000,
    serve: Annotated[bool, typer.Option(help="做好以后启动网站")] = True,
) -> None:
    """在本机启动演示市（虚构）；账号和口令会显示出来，只能在本机使用。"""
    folder, starter = Path(os.environ["ZHICHENG_CITY"]).absolute(), processes.starter()
    lay_out(folder, Answers(name=f"{CITY_NAME}质量强市平台（虚构）", region=CITY_CODE, made_up=True))
    made_up = with_house("zhicheng.cli.made_up")
    # The port comes first: whoever finds it taken should not have waited for a city.
    door = made_up.listen("127.0.0.1", port) if serve else None
    made_up.tell()
    typer.echo(made_up.accounts())
    if door is not None:
        raise SystemExit(made_up.serve_until_asked(door, starter=starter))
