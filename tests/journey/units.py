"""What units do: sign, fix the five, report with a roster, put rows right; and what a lead department does: verify."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.journey.desk import Desk
from tests.journey.office import Programme

Item = tuple[str, str, str]  # name, certificate, day


def pasted(rows: Sequence[Item]) -> str:
    """Rows as Excel puts them on the clipboard."""
    return "\n".join("\t".join((name, code, day, "已完成")) for name, code, day in rows)


class UnitDesk(Desk):
    """A county's or a department's desk."""

    def find_part(self, programme: Programme, title: str, *, state: str = "") -> None:
        """The list of own tasks, narrowed, on the page on which this task stands."""
        self.menu("我的任务")
        self.page.get_by_label("计划").select_option(label=programme.title)
        if state:
            self.page.get_by_label("状态").select_option(label=state)
        self.press("查询")
        while not self.row(title).count():
            self.follow("下一页")

    def sign(self, programme: Programme, title: str) -> None:
        """Sign for one task in the list."""
        self.find_part(programme, title, state="待签收")
        self.row(title).get_by_role("checkbox").check()
        self.picture("11-signing")
        self.press("签收勾选的任务")
        self.told("已签收 1 件任务")

    def fix(self, programme: Programme, title: str) -> None:
        """Name leader, person and steps of a task that has been signed for."""
        self.find_part(programme, title)
        self.follow(title)
        self.follow("五定")
        self.page.get_by_label("责任领导", exact=True).fill("赵演示")
        self.page.get_by_label("责任领导职务").fill("副区长")
        self.page.get_by_label("具体责任人", exact=True).fill("钱演示")
        self.picture("12-five-fixed")
        self.press("五定")
        self.told("五定已齐")

    def write_report(self, programme: Programme, title: str, *, period: str, progress: str, roster: str) -> None:
        """Fill in a report as far as it is looked over; the page says whether it can be handed in."""
        self.find_part(programme, title)
        self.follow(title)
        self.follow(f"填报{period}")
        self.page.get_by_label(re.compile("^进展")).fill(progress)
        self.page.get_by_label(re.compile("^完成名单")).fill(roster)
        self.press("下一步：核对")

    def mend_roster(self, roster: str) -> None:
        """Paste a better roster where the first was refused."""
        self.page.get_by_label(re.compile("^完成名单")).fill(roster)
        self.press("下一步：核对")

    def hand_in(self) -> None:
        """Hand in the report that was looked over."""
        self.press("报送")
        self.told("已报送，等待核实")

    def find_report(self, programme: Programme, title: str, unit: str) -> None:
        """Open a report in the list of reports."""
        self.menu("报送")
        self.page.get_by_label("计划").select_option(label=programme.title)
        self.press("查询")
        self.go(self.row(title, unit).get_by_role("link").first)

    def verify(self, returned: dict[int, str]) -> None:
        """Verify the report at hand; the named rows go back with their reasons."""
        for line, reason in returned.items():
            self.page.get_by_label(f"退回第 {line} 行", exact=True).check()
            self.page.get_by_label(f"退回第 {line} 行的理由").fill(reason)
        self.picture("16-verifying" if returned else "18-verifying-again")
        self.press(re.compile("^核实"))
        self.told(f"退回 {len(returned)} 行" if returned else "已核实")

    def put_right(self, line: int, *, code: str) -> None:
        """Correct the code of a returned row and hand it in again."""
        self.follow(re.compile("补正退回的"))
        self.page.locator(f"[name=code-{line}]").fill(code)
        self.picture("17-putting-right")
        self.press("报送补正")
        self.told("已补正 1 行")
