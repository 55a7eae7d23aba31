"""The table of every page and who may open it, for the handbook: `python -m tools.permissions [--check]`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HANDBOOK = Path(__file__).resolve().parent.parent / "docs" / "handbook" / "permissions.md"

HEAD = """# 各网页谁能打开

本表由 `python -m tools.permissions` 从程序生成，不要手工修改。“●”表示该岗位能打开这个网页；打开之后能看到、能办理哪些事项，
还取决于岗位的地区和单位。访客指未登录的人。

"""


def table() -> str:
    """The whole file as it should be."""
    # Django has to be set up before the addresses can be read.
    import django

    django.setup()
    from zhicheng.core.access.roles import declared
    from zhicheng.web.shared.pages import addresses

    roles = [None, *declared().values()]
    names = ["访客", *(role.names.zh for role in roles if role)]
    lines = [f"| 网页 | 条件 | {' | '.join(names)} |", "|---|---|" + ":-:|" * len(names)]
    for address in addresses():
        if address.page is None:
            raise SystemExit(f"{address.pattern}: the view is not declared with @page")
        marks = ["●" if address.page.open_to(role) else "" for role in roles]
        pattern = address.pattern.replace("<", "{").replace(">", "}")
        lines.append(f"| `{pattern}` | {address.page.condition} | {' | '.join(marks)} |")
    return HEAD + "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the table; with `--check` only say whether it is up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhicheng.config.settings")
    made = table()
    if "--check" in arguments:
        if HANDBOOK.exists() and HANDBOOK.read_text("utf-8") == made:
            return 0
        print(f"{HANDBOOK}: not up to date, run: python -m tools.permissions")
        return 1
    HANDBOOK.parent.mkdir(parents=True, exist_ok=True)
    HANDBOOK.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
