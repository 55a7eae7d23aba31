"""The reference parts of the handbook, made from the code: `python -m tools.handbook [--check]`.

States and the ways between them, parameters and time limits with their citation, kinds of ledger entries. What is
written here by hand is only the headings; everything else is what the program declares.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "handbook"
NOTE = "本页由 `python -m tools.handbook` 从程序生成，不要手工修改。"

WORKFLOW_NAMES = {
    "programme": "计划", "assignment": "承办件（一个单位对一项任务的承办）", "report": "报送", "change": "变更申请",
    "matter": "需协调事项", "import": "任务分解表导入", "edition": "数据版本", "document": "公文（每一版）",
    "correction": "公文更正事项", "form": "上级报表", "form-request": "报表缺数的催报",
}  # fmt: skip
MODULE_NAMES = {
    "core": "账号、佐证材料", "registry": "单位和人员", "statutes": "期限依据", "goals": "目标任务",
    "indicators": "数据版本", "publications": "公文和上级报表",
}  # fmt: skip
SURENESS = {
    "text": "与原文核对", "memory": "凭记忆，待核对原文", "default": "系统默认，可由本市规定", "local": "本市规定",
}  # fmt: skip
UNITS = {"hours": "小时", "calendar_days": "日", "working_days": "个工作日", "months": "个月"}
MODULES = (
    "core.accounts", "core.access", "core.evidence", "core.ledger", "core.jobs", "registry", "statutes", "goals",
    "indicators", "publications", "publications.forms",
)  # fmt: skip


def pages() -> dict[str, str]:
    """Every generated file by its name, as it should be. Needs Django set up."""
    return {
        "reference-states.md": states(),
        "reference-parameters.md": parameters(),
        "reference-ledger.md": ledger(),
    }


def states() -> str:
    """Every workflow as a table and as a diagram."""
    from zhicheng.core.lifecycle import Workflow

    found = [each for module in _rooms("workflow") for each in vars(module).values() if isinstance(each, Workflow)]
    parts = [
        "# 状态和办理",
        NOTE,
        "“办理”一栏是网页按钮上的字；“谁能办理”列出有此权限的岗位，能办哪些还要看岗位的地区和单位。",
    ]
    for workflow in found:
        parts += [f"## {WORKFLOW_NAMES[workflow.slug]}", _diagram(workflow), _ways(workflow)]
    return "\n\n".join(parts) + "\n"


def _diagram(workflow: Any) -> str:
    order = {slug: f"s{place}" for place, slug in enumerate(workflow.states)}
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{names.zh}" as {order[slug]}' for slug, names in workflow.states.items()]
    lines.append(f"    [*] --> {order[next(iter(workflow.states))]}")
    for way in workflow.transitions:
        lines += [f"    {order[source]} --> {order[way.target]}: {way.names.zh}" for source in way.source]
    return "\n".join([*lines, "```"])


def _ways(workflow: Any) -> str:
    from zhicheng.core.access.roles import declared

    def holders(permission: str) -> str:
        return "、".join(role.names.zh for role in declared().values() if permission in role.permissions) or "—"

    rows = [
        ("、".join(workflow.states[source].zh for source in way.source), way.names.zh, workflow.states[way.target].zh,
         holders(way.permission), f"`{way.permission}`")
        for way in workflow.transitions
    ]  # fmt: skip
    return _table(("现在的状态", "办理", "办理后的状态", "谁能办理", "权限"), rows)


def parameters() -> str:
    """Parameters, time limits and the years whose working days are known, each with its citation."""
    from zhicheng.statutes.declared import SHIPPED_PARAMETERS, read_book

    book = read_book(SHIPPED_PARAMETERS)
    values = [
        (str(each.names.zh), f"{each.value}{each.unit}", *_validity(each), each.citation, f"`{each.slug}`")
        for slug in sorted(book.parameters) for each in book.parameters[slug]
    ]  # fmt: skip
    rules = [
        (str(each.names.zh), f"{each.amount}{UNITS[str(each.unit.value)]}", _counting(each), *_validity(each), each.basis,
         f"`{each.slug}`")
        for slug in sorted(book.rules) for each in book.rules[slug]
    ]  # fmt: skip
    return "\n\n".join([
        "# 参数、时限和放假安排", NOTE,
        "下面是程序自带的值。本市另有规定的，在城市文件夹的 `parameters` 中写同名的值、生效日期和依据，以本市的为准；"
        "网页“期限依据”列出现行的值。", "## 参数",
        _table(("参数", "数值", "自", "至", "可靠程度", "依据", "代号"), values), "## 时限",
        _table(("时限", "长度", "起止", "自", "至", "可靠程度", "依据", "代号"), rules), "## 放假安排", _holidays(),
    ]) + "\n"  # fmt: skip


def _validity(each: Any) -> tuple[str, str, str]:
    # A value of the system's own has no first day that means anything.
    begins = "—" if each.valid_from == date(2000, 1, 1) else each.valid_from.isoformat()
    return begins, each.valid_to.isoformat() if each.valid_to else "—", SURENESS[str(each.sureness.value)]


def _counting(rule: Any) -> str:
    first = "当日起算" if rule.counts_event_day else "次日起算"
    return f"{first}，末日遇休息日{'顺延' if rule.rolls else '不顺延'}"


def _holidays() -> str:
    from zhicheng.statutes.declared import SHIPPED_HOLIDAYS, read_lists

    lists = read_lists(SHIPPED_HOLIDAYS, source="shipped")
    rows = [
        (str(each.year), "、".join(_days(holiday) for holiday in each.holidays), _makeup(each.holidays), each.citation)
        for each in sorted(lists, key=lambda one: one.year)
    ]  # fmt: skip
    return "\n\n".join((
        _table(("年", "放假", "上班（调休）", "依据"), rows),
        "没有放假安排的年份，涉及工作日的期限按周六、周日休息推算，并标明“暂定”；安排公布后录入，期限自动重算。",
    ))  # fmt: skip


def _days(holiday: Any) -> str:
    first, last = holiday.first, holiday.last
    span = f"{first:%m-%d}" if first == last else f"{first:%m-%d}至{last:%m-%d}"
    return f"{holiday.name} {span}"


def _makeup(holidays: Sequence[Any]) -> str:
    return "、".join(sorted(f"{day:%m-%d}" for holiday in holidays for day in holiday.makeup)) or "—"


def ledger() -> str:
    """Every kind of entry of the ledger, with the sentence that tells it."""
    from zhicheng.core.ledger.declare import kinds

    # Kinds are known once their modules are loaded.
    list(_rooms("entries"))
    shipped = {slug: kind for slug, kind in kinds().items() if kind.declared.__module__.startswith("zhicheng.")}
    parts = ["# 账本记什么", NOTE, "账本只记编号和代码，不记姓名、电话；句中的 %(…)s 处显示当时的值。每条都带前一条的校验值，"
             "改动、删除、调换任何一条，`zhicheng ledger verify` 都能指出从哪一条起不对。"]  # fmt: skip
    for module in sorted({slug.split(".")[0] for slug in shipped}):
        rows = [
            (kind.sentence.zh, "、".join(f"`{name}`" for name in kind.declared.__dataclass_fields__), f"`{slug}`")
            for slug, kind in sorted(shipped.items()) if slug.split(".")[0] == module
        ]  # fmt: skip
        parts += [f"## {MODULE_NAMES[module]}", _table(("账本中的句子", "记下的内容", "代号"), rows)]
    return "\n\n".join(parts) + "\n"


def _rooms(room: str) -> Iterator[ModuleType]:
    """The modules of that name in every part of the house, lowest first."""
    for part in MODULES:
        package = importlib.import_module(f"zhicheng.{part}")
        if any(found.name == room for found in pkgutil.iter_modules(package.__path__)):
            yield importlib.import_module(f"zhicheng.{part}.{room}")


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *(f"| {' | '.join(cell.replace('|', '／') for cell in row)} |" for row in rows)])


def stale() -> list[Path]:
    """Generated files that are not as they should be."""
    made = {FOLDER / name: text for name, text in pages().items()}
    return [path for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text]


def main(arguments: list[str]) -> int:
    """Write the files; with `--check` only say which are not up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhicheng.config.settings")
    import django

    django.setup()
    if "--check" in arguments:
        old = stale()
        for path in old:
            print(f"{path}: not up to date, run: python -m tools.handbook")
        return 1 if old else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
