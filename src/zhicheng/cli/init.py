"""`zhicheng init`: city folder, database, regions, first administrator; run again, it adds what is missing."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from zhicheng.cli.commands import with_house
from zhicheng.cli.folder import Answers, lay_out
from zhicheng.core.refusal import RuleBroken

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

NEXT_STEPS = """
下一步：
  1. zhicheng --city {folder} check      检查安装
  2. zhicheng --city {folder} serve      启动，在本机浏览器打开 http://127.0.0.1:8000/ 登录；首次登录要绑定动态口令
  3. 把 {folder}/secret.key 和 anchor.key 抄存到别处保管；把 anchor.pub 交给审计或纪检等外部单位留存
  4. 给其他机器访问：在 city.toml 填写 hosts 和 origins，前面放一台启用 https 的反向代理
"""


@app.command()
def init(
    name: Annotated[str | None, typer.Option(help="平台名称，例如 演示市质量强市平台")] = None,
    region: Annotated[str | None, typer.Option(help="本市的 6 位区划代码")] = None,
    city_name: Annotated[str | None, typer.Option(help="本市名称；没有区划表时用它登记本市")] = None,
    regions: Annotated[
        Path | None, typer.Option(help="区划表（xlsx 或 csv：代码、名称、级别、上级代码，可有生效日期）")
    ] = None,
    valid_from: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="区划自何日起；不写则首次为今年1月1日，表中写了生效日期的以表为准"),
    ] = None,
    time_zone: Annotated[str, typer.Option(help="时区")] = "Asia/Shanghai",
    host: Annotated[list[str] | None, typer.Option(help="允许访问的主机名，可写多个")] = None,
    origin: Annotated[list[str] | None, typer.Option(help="对外网址，例如 https://域名，可写多个")] = None,
    database: Annotated[str, typer.Option(help="PostgreSQL 地址；不写则用 SQLite")] = "",
    admin_organisation: Annotated[str | None, typer.Option(help="首位管理员的单位全称")] = None,
    admin_name: Annotated[str | None, typer.Option(help="首位管理员的姓名")] = None,
    admin_username: Annotated[str | None, typer.Option(help="首位管理员的用户名")] = None,
    password_file: Annotated[Path | None, typer.Option(help="存有首位管理员口令的文件（首行）；不写则询问")] = None,
) -> None:
    """建立或补全城市文件夹（用 zhicheng --city 指明，默认 ./city）；可以反复运行，已有的不会改动。"""
    folder = Path(os.environ["ZHICHENG_CITY"]).absolute()
    new = not (folder / "city.toml").exists()
    answers = Answers(
        name=asked(name, "--name", "平台名称") if new else "",
        region=asked(region, "--region", "本市的 6 位区划代码") if new else "",
        time_zone=time_zone,
        hosts=("127.0.0.1", "localhost", "[::1]", *(host or ())),
        origins=tuple(origin or ()),
        database=database,
    )
    made = lay_out(folder, answers)
    typer.echo(f"城市文件夹：{folder}" + (f"（新建 {'、'.join(made)}）" if made else "（已有，未改动）"))
    records = with_house("zhicheng.cli.first_records")
    day = None if valid_from is None else valid_from.date()
    typer.echo("数据库和网页文件：" + ("已更新" if records.prepare() else "已是最新"))
    typer.echo(with_house("zhicheng.cli.public_copy").mend())
    if regions is not None:
        typer.echo(records.load_regions(regions, valid_from=day))
    if records.administrator_is_missing():
        told = records.FirstAdministrator(
            city="" if records.city_stands() else asked(city_name, "--city-name", "本市名称，例如 演示市"),
            organisation=asked(admin_organisation, "--admin-organisation", "首位管理员的单位全称"),
            name=asked(admin_name, "--admin-name", "首位管理员的姓名"),
            username=asked(admin_username, "--admin-username", "首位管理员的用户名"),
            password=password(password_file),
            valid_from=day,
        )
        typer.echo(records.enter_administrator(told))
    else:
        typer.echo("系统管理员：已有，未改动")
    typer.echo(NEXT_STEPS.format(folder=folder))


def asked(given: str | None, option: str, question: str) -> str:
    """The option's value, else an answer from the keyboard. Raises: RuleBroken where nobody can be asked."""
    if given is not None:
        return given.strip()
    if not sys.stdin.isatty():
        raise RuleBroken(f"缺少“{question}”。请用 {option} 写明，或在终端里运行以便询问。")
    return str(typer.prompt(question)).strip()


def password(file: Path | None) -> str:
    """The first line of the file, else what is typed twice without being shown."""
    if file is not None:
        return file.read_text("utf-8").splitlines()[0].strip() if file.stat().st_size else ""
    if not sys.stdin.isatty():
        raise RuleBroken("缺少首位管理员的口令。请用 --password-file 指明存有口令的文件，或在终端里运行以便输入。")
    return str(typer.prompt("口令（至少 10 位）", hide_input=True, confirmation_prompt="再输入一次"))
