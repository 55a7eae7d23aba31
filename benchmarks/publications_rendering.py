"""How long a bulletin of 20 pages with 10 charts and 10 tables takes as PDF and as docx, and how much memory.

Each measurement is a process of its own, so that nothing is remembered but what is said: "drawn" begins with all charts
rendered, "undrawn" with none. The numbers are made up.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from datetime import date

LIMITS = {"drawn": ("s", 1.5), "undrawn": ("s", 4.0), "mib": ("MiB", 300.0)}
CHARTS, TABLES, ROWS, PAGES = 10, 10, 12, 20
SENTENCE = "全市各级各部门围绕年度目标扎实推进质量工作，产品质量、服务质量稳步提升，群众满意度持续提高。"


def figures() -> dict[str, dict[str, object]]:
    """Seconds and memory of each form beside their limits, the best of three processes."""
    found: dict[str, dict[str, object]] = {}
    for form in ("pdf", "docx"):
        runs = [_child(form) for _time in range(3)]
        for name, (unit, limit) in LIMITS.items():
            value = min(each[name] for each in runs)
            found[f"rendering_{form}_{name}"] = {
                "value": round(value, 3), "unit": unit, "limit": limit, "ok": value <= limit,
            }  # fmt: skip
        pages = int(runs[0]["pages"])
        if pages:
            found["rendering_pages"] = {"value": pages, "unit": "pages", "limit": PAGES, "ok": pages >= PAGES}
    return found


def _child(form: str) -> dict[str, float]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "zhicheng.config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.publications_rendering", form],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def measure(form: str) -> dict[str, float]:
    """In a fresh process: once with nothing drawn, then with everything drawn."""
    import django

    django.setup()
    import pypdfium2

    from zhicheng.publications.rendering import to_docx, to_pdf

    render = {"pdf": to_pdf, "docx": to_docx}[form]
    taken = []
    for turn in range(3):
        # Each turn has other words and numbers beside the same charts: what was set before must not be known again.
        document = bulletin(turn)
        begun = time.perf_counter()
        content = render(document)
        taken.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pages = len(pypdfium2.PdfDocument(content)) if form == "pdf" else 0
    return {"undrawn": taken[0], "drawn": min(taken[1:]), "mib": peak, "pages": pages}


def bulletin(turn: int):  # type: ignore[no-untyped-def]
    """Ten parts, each of a heading, paragraphs, a chart of its own and a table."""
    from zhicheng.publications.blocks import (
        Block,
        ChartBlock,
        Column,
        Document,
        Heading,
        Letterhead,
        Paragraph,
        TableBlock,
        Text,
    )

    def words(text: str) -> tuple[Text, ...]:
        return (Text(text),)

    columns = (
        Column("项目"),
        Column("计划", "家", "right"),
        Column("完成", "家", "right"),
        Column("完成率", "%", "right"),
    )
    blocks: list[Block] = []
    for part in range(CHARTS):
        rows = [(f"样例项目{part}-{row}", 20 + row, 10 + row + part % 7) for row in range(ROWS)]
        cells = tuple(
            tuple(words(each) for each in (name + "甲乙丙"[turn], str(plan), str(done), f"{done * 100 / plan:.2f}"))
            for name, plan, done in rows
        )
        spec = {
            "width": 520, "height": {"step": 26},
            "data": {"values": [{"name": name, "share": done * 100 / plan} for name, plan, done in rows]},
            "mark": {"type": "bar", "color": "#1f5c99"},
            "encoding": {"y": {"field": "name", "type": "nominal", "sort": None, "axis": {"title": None}},
                         "x": {"field": "share", "type": "quantitative", "axis": {"title": f"完成率（%），第{part}部分"}}},
        }  # fmt: skip
        table = TableBlock(f"第{part}部分样例项目进展", columns, cells)
        blocks += [
            Heading(1, words(f"第{part}部分工作")), *(Paragraph(words("甲乙丙"[turn] + SENTENCE * 3)) for _time in range(4)),
            ChartBlock(f"第{part}部分完成率都在五成以上", spec, f"条形图，第{part}部分各项目完成率。", table), table,
        ]  # fmt: skip
    office = "演示市质量强市工作领导小组办公室"
    return Document(
        kind="bulletin", title="关于2026年第三季度质量强市工作进展情况的通报", blocks=tuple(blocks),
        letterhead=Letterhead(office, office + "文件", "演质强办", printed_by=office), year=2026, number=3,
        recipients="各县（区）人民政府", copies="市人大常委会办公室", contact="样例甲，0000-0000", dated=date(2026, 10, 9),
        printed_on=date(2026, 10, 9), mark_of_data="虚构",
    )  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
