"""The city folder as files: what `zhicheng init` lays out before there is any database."""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

from zhicheng.core.refusal import RuleBroken

READMES = {
    "parameters": "本市自定的参数，例如期限、预警线。\n\n文件与程序自带的参数同名同格式（*.toml）；这里写了的，"
    "以这里为准。每个值须注明生效日期和依据文件。",
    "holidays": "国务院办公厅每年公布的放假和调休安排，一年一个文件，例如 2027.toml。\n\n也可以在网页上录入；"
    "没有安排的年份，涉及工作日的期限按周六、周日休息推算，并标明“暂定”。",
    "schemes": "本市的考核办法、评价方案。",
    "letterheads": "本市公文的版头、单位印发样式。",
    "outlines": "本市通报、报告的提纲。",
}


@dataclass(frozen=True)
class Answers:
    """What a city tells about itself."""

    name: str
    region: str
    time_zone: str = "Asia/Shanghai"
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    origins: tuple[str, ...] = ()
    database: str = ""
    made_up: bool = False

    def check(self) -> None:
        """Raises: RuleBroken with the answer that cannot be."""
        if not self.name.strip():
            raise RuleBroken("名称不能为空，请写明本市名称，例如“演示市质量强市平台”。")
        if not re.fullmatch(r"\d{6}", self.region):
            raise RuleBroken(f"“{self.region}”不是 6 位区划代码。请填写本市的代码，例如 990100。")
        if self.time_zone not in available_timezones():
            raise RuleBroken(f"没有时区“{self.time_zone}”。中国请填写 Asia/Shanghai。")
        wrong = [origin for origin in self.origins if not re.match(r"https?://[^/\s]+$", origin)]
        if wrong:
            raise RuleBroken(f"“{wrong[0]}”不是网址。请写成 https://域名 的形式，末尾不带斜杠。")


def lay_out(folder: Path, answers: Answers) -> list[str]:
    """Make whatever is missing and touch nothing that is there; gives the names of what was made."""
    if not (folder / "city.toml").exists():
        answers.check()
    made = []
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, text in READMES.items():
        (folder / name).mkdir(exist_ok=True)
        if _write(folder / name / "README.md", text + "\n", 0o644):
            made.append(name + "/")
    (folder / "evidence").mkdir(exist_ok=True, mode=0o700)
    if _write(folder / "city.toml", as_toml(answers), 0o600):
        made.append("city.toml")
    if _write(folder / "secret.key", secrets.token_urlsafe(50) + "\n", 0o600):
        made.append("secret.key")
    return made


def as_toml(answers: Answers) -> str:
    """The text of `city.toml`, with what each line is for."""
    rows: list[tuple[str, str, str | bool | list[str]]] = [
        ("平台名称，显示在每一页的页头", "name", answers.name),
        ("本市的 6 位区划代码", "region", answers.region),
        ("时区", "time_zone", answers.time_zone),
        ("允许访问的主机名", "hosts", list(answers.hosts)),
        ("对外的网址；用 https 时登录信息只走加密连接", "origins", list(answers.origins)),
        ("数据库；空的表示用本文件夹里的 zhicheng.sqlite3", "database", answers.database),
        ("每天的账本签名另存到哪个文件夹（应在别的机器或介质上）", "anchors_to", ""),
    ]
    if answers.made_up:
        rows.append(("虚构的城市，只在本机使用", "made_up", True))
    # JSON's strings, lists and booleans are TOML's too.
    return "".join(f"# {says}\n{key} = {json.dumps(value, ensure_ascii=False)}\n\n" for says, key, value in rows)


def _write(file: Path, text: str, mode: int) -> bool:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)
    return True
