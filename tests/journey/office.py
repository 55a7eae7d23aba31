"""What the quality office does: programmes, imports, assigning, opening to the public."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from tests.journey.desk import BACKGROUND, Desk

MOST_ROUNDS = 6


@dataclass(frozen=True)
class Programme:
    """A programme as the office knows it: its name, its code, and where its page is."""

    title: str
    code: str
    url: str


class OfficeDesk(Desk):
    """The office's desk."""

    def new_programme(self, title: str, code: str, *, year: int) -> Programme:
        """Write a new programme."""
        self.menu("计划")
        self.follow("新建计划")
        self.page.get_by_label("名称").fill(title)
        self.page.get_by_label("编号").fill(code)
        self.page.get_by_label("起始年份").fill(str(year))
        self.page.get_by_label("截止年份").fill(str(year))
        self.picture("01-new-programme")
        self.press("新建")
        self.told(f"已新建“{title}”")
        return Programme(title, code, self.page.url)

    def upload(self, programme: Programme, file: Path) -> str:
        """Hand in a decomposition table; the address of its import."""
        self.page.goto(f"{programme.url}imports/")
        self.page.get_by_label("任务分解表").set_input_files(file)
        self.press("上传")
        expect(self.page).to_have_url(re.compile(r"/desk/imports/\d+/$"))
        return self.page.url

    def wait_for_reading(self) -> None:
        """The page goes on by itself when the file has been read."""
        expect(self.answer).to_have_text(re.compile("^读出 \\d+ 项任务"), timeout=BACKGROUND)

    def answer_questions(self, *, picture: str) -> int:
        """Take the proposals, then the first choice of every question that is left; how many rounds it took."""
        ready = re.compile("问题都已确认")
        for turn in range(MOST_ROUNDS):
            self.wait_for_reading()
            if ready.search(self.answer.inner_text()):
                return turn
            if turn == 0:
                self.picture(picture)
            adopt = re.compile("全部采用建议")
            if self.page.get_by_role("button", name=adopt).count():
                self.press(adopt)
            else:
                for question in self.page.locator("fieldset.question").all():
                    question.get_by_role("radio").first.check()
                self.press("确认所选")
        raise AssertionError(f"after {MOST_ROUNDS} rounds the import still asks: {self.answer.inner_text()}")

    def store(self) -> int:
        """Store the tasks of the import at hand; how many there are."""
        self.begin_to_store()
        return self.stored()

    def begin_to_store(self) -> None:
        """Ask for the tasks to be stored."""
        self.follow("入库")
        self.press("入库")

    def stored(self) -> int:
        """Wait until the tasks are stored; how many there are."""
        says = re.compile(r"已入库，现有 (\d+) 项任务来自这份文件")
        expect(self.answer).to_have_text(says, timeout=BACKGROUND)
        found = says.search(self.answer.inner_text())
        assert found is not None
        return int(found[1])

    def take_back(self, reason: str) -> None:
        """Undo the import at hand, whole."""
        self.follow("整表撤回")
        self.page.get_by_label("撤回理由").fill(reason)
        self.press("整表撤回")
        self.told("的任务已整表撤回")

    def count_of_tasks(self, programme: Programme) -> int:
        """How many tasks a programme has, as the list of programmes says."""
        self.menu("计划")
        return int(re.sub(r"\D", "", self.row(programme.title).locator("td[data-th=任务数]").inner_text()))

    def fill(self, programme: Programme, *, lead: str, deadline: str) -> None:
        """Fill what is missing into all tasks at once: standard, deadline and lead."""
        self.page.goto(f"{programme.url}assigning/")
        self.picture("07-assigning")
        self.page.locator("summary", has_text="批量填写").click()
        self.page.get_by_label("按任务类型套用建议的验收标准").check()
        self.page.locator("[name=fill-deadline]").fill(deadline)
        self.page.locator("[name=fill-scope]").select_option(label="符合条件的全部任务")
        self.picture("08-filling")
        self.press("填入并保存")
        self.told(re.compile(r"已保存 \d+ 项任务"))
        lacking = re.compile("缺单位 [1-9]")
        if self.page.get_by_role("link", name=lacking).count():
            self.follow(lacking)
            self.page.locator("summary", has_text="批量填写").click()
            self.page.locator("[name=fill-lead]").fill(lead)
            self.page.locator("[name=fill-scope]").select_option(label="符合条件的全部任务")
            self.press("填入并保存")
            self.told(re.compile(r"已保存 \d+ 项任务"))
            self.page.goto(f"{programme.url}assigning/")

    def issue(self, programme: Programme) -> None:
        """Examine and issue a programme."""
        self.page.goto(programme.url)
        for verb in ("审核", "印发"):
            self.follow(verb)
            self.press(verb)
            self.told(f"已{verb}")

    def deliver(self, programme: Programme) -> None:
        """Hand out all tasks."""
        self.page.goto(f"{programme.url}assigning/")
        self.picture("09-ready")
        self.follow(re.compile("交办齐备的"))
        self.picture("10-hand-out")
        self.press("交办")
        self.told(re.compile(r"已交办 \d+ 件"))

    def open_to_public(self, programme: Programme, reason: str) -> None:
        """Open a programme to everybody, with the ground."""
        self.page.goto(programme.url)
        self.follow("公开范围")
        self.page.get_by_role("radio", name=re.compile("任何人不登录")).check()
        self.page.get_by_label("依据").fill(reason)
        self.press("下一步：核对公开内容")
        self.picture("20-before-opening")
        expect(self.page.locator("main")).to_contain_text(reason)
        self.press("向社会公开")
        self.told("的公开范围已改为")
