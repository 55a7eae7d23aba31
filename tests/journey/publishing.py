"""What the office does with documents and with tables from above, and what a unit does that owes a figure."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.journey.desk import BACKGROUND, Desk

FIELDS = {
    "主送机关": "各县（市、区）人民政府，市级有关部门：",
    "联系人及电话": "质量强市办综合组，0990-5550100（虚构）",
    "依据": "《演示市2026年质量强市重点任务》",
}


class DocumentDesk(Desk):
    """The desk of somebody of the office at the page 公文."""

    def draft(self, kind: str, edition: str) -> str:
        """Begin a document from its kind's own text with the figures of an edition; the address of the document."""
        self.menu("公文")
        self.follow("起草公文")
        self.page.get_by_role("radio", name=re.compile(f"^{kind}：")).check()
        self.choose_edition(edition)
        self.press("起草")
        self.told("已按文种的样稿起草")
        return self.page.url.removesuffix("edit/")

    def choose_edition(self, code: str) -> None:
        """Choose the edition whose figures the document shows."""
        choice = self.page.get_by_label("数据版本", exact=False).first
        label = choice.locator("option", has_text=re.compile(rf"，{re.escape(code)}）")).inner_text()
        choice.select_option(label=label)

    @property
    def template(self) -> Locator:
        """The text as clerks write it."""
        return self.page.locator("textarea[name=template]")

    def write(self, *, after: str, sentence: str) -> None:
        """Put a sentence in after a line of the text."""
        text = self.template.input_value()
        assert after in text
        self.template.fill(text.replace(after, f"{after}\n{sentence}", 1))

    def take_out(self, sentence: str) -> None:
        """Take a sentence out of the text."""
        text = self.template.input_value()
        assert sentence in text
        self.template.fill(text.replace(sentence, "", 1))

    def fill_fields(self) -> None:
        """Fill in the fields that an office fills in."""
        for label, value in FIELDS.items():
            self.page.get_by_label(re.compile(f"^{label}")).fill(value)
        self.page.get_by_label(re.compile("^公开属性")).select_option(label="主动公开")
        self.page.get_by_label("已经公开审查").check()

    def check(self) -> None:
        """Save and check."""
        self.press("保存并检查")
        self.told("已保存并检查")

    def findings(self) -> str:
        """What the check says, all notes together."""
        return "\n".join(self.page.locator("ol.notes").all_inner_texts())

    def send(self) -> None:
        """Send it for approval."""
        self.press("送签")
        self.told("已送签")

    def approve(self, address: str, *, why: str = "") -> None:
        """Approve what somebody else has written; each finding that is let pass with a reason."""
        self.page.goto(address)
        self.follow(re.compile("审阅签发"))
        for each in self.page.locator("textarea[name^=reason-]").all():
            each.fill(why)
        self.press("签发")
        self.told("已签发")

    def publish(self, address: str) -> None:
        """Number and publish; wait until the files are made."""
        self.page.goto(address)
        self.follow("编号印发")
        self.press("编号印发")
        expect(self.page).to_have_url(re.compile("/desk/documents/|/desk/jobs/"), timeout=BACKGROUND)
        expect(self.page.locator("main")).to_contain_text(re.compile("已印发|已完成"), timeout=BACKGROUND)
        self.page.goto(address)
        expect(self.answer).to_contain_text("已印发")

    def begin_correction(self, address: str) -> None:
        """Begin the corrected version of a document whose figures changed, from the list of such figures."""
        self.menu("公文")
        self.follow(re.compile("处理数据变化"))
        place = f"{address.partition('/desk/')[2]}correct/"
        self.go(self.page.locator(f"main a[href='/desk/{place}']").first)
        self.press("起草更正稿")
        self.told("已按最新数据版本起草更正稿")


class FormDesk(Desk):
    """The desk of somebody of the office at the page 上级报表."""

    def receive(self, file: Path, *, sender: str) -> str:
        """Drop a blank table, to be filled from the newest edition; the address of what is made of it."""
        self.menu("上级报表")
        self.follow("收一份上级报表")
        self.page.get_by_label("空白表").set_input_files(file)
        self.page.get_by_label(re.compile("^来文单位")).fill(sender)
        self.press("读取并填报")
        expect(self.page).to_have_url(re.compile(r"/desk/forms/\d+/$"), timeout=BACKGROUND)
        return self.page.url

    def answer_questions(self) -> int:
        """Take the first choice of every question; how many were asked."""
        asked = self.page.locator("form.asked fieldset")
        count = asked.count()
        for each in asked.all():
            each.get_by_role("radio").first.check()
        if count:
            self.press("确认并记住")
        return count

    def chase(self) -> None:
        """Ask the units for what is missing."""
        self.follow("向单位要数")
        self.picture("34-asking-units")
        self.press("发给单位")
        self.told(re.compile(r"已向 \d+ 个单位要数"))

    def type_cell(self, value: str, *, source: str) -> None:
        """Write a figure that nobody has into the first cell that lacks one, and say where it is from."""
        self.page.locator("#grid td.missing a").first.click()
        side = self.page.locator("#cell")
        side.get_by_label(re.compile("^填写内容")).fill(value)
        side.get_by_label(re.compile("^数据来源或理由")).fill(source)
        self.go(side.get_by_role("button", name="保存", exact=True))

    def ask_no_longer(self) -> None:
        """Take back the first request that waits, since its figure came another way."""
        waiting = self.page.locator("#requests tbody tr").filter(has_text="待答复")
        self.go(waiting.get_by_role("link").first)
        self.follow("撤回要数")
        self.press("撤回")
        self.told("已撤回向")

    def submit(self, *, note: str) -> None:
        """Send it for approval, with a word on what contradicts itself."""
        self.follow("送审")
        self.page.get_by_label(re.compile("说明")).fill(note)
        self.press("送审")
        self.told("已送审")

    def approve(self, address: str) -> None:
        """Approve what somebody else has filled."""
        self.page.goto(address)
        self.follow(re.compile("^审核"))
        self.press(re.compile("^审核"))
        self.told(re.compile("已审核"))

    def download(self, words: str, folder: Path) -> Path:
        """The filled file, under the name that the sender gave it."""
        with self.page.expect_download() as waiting:
            self.page.locator("main").get_by_role("link", name=words, exact=True).first.click()
        place = folder / waiting.value.suggested_filename
        waiting.value.save_as(place)
        return place


class OwingDesk(Desk):
    """The desk of a unit that a figure is asked of."""

    def give(self, value: str) -> None:
        """Answer the request of this form that waits, found among today's duties."""
        self.page.goto("/desk/forms/requests/")
        self.go(self.row("质量强县").filter(has_not_text="已答复").get_by_role("link").first)
        for each in self.page.locator("input[name^=value-]").all():
            each.fill(value)
        self.press("答复")
        self.told("已答复")
