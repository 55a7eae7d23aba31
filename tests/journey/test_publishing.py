"""The whole way of publishing: a quarter frozen, the bulletin that checks itself, a correction that everybody sees.

The city is its own, since the way changes what is published. Pictures of every step, and the document as rendered
pages, lie in `.artifacts/journey`.
"""

from __future__ import annotations

import json
import re
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.journey.conftest import PICTURES, Site, Visit, demo_in
from tests.journey.desk import Desk
from tests.journey.editions import EditionDesk
from tests.journey.office import Programme
from tests.journey.public import PublicPages
from tests.journey.publishing import DocumentDesk, FormDesk, OwingDesk
from tests.journey.units import UnitDesk
from zhicheng.demo.forms import write_form
from zhicheng.demo.story import demo_year

pytestmark = [pytest.mark.journey, pytest.mark.clause("A10", "H1")]

SitDown = Callable[..., Visit]
AFTER = "## 总体情况"
WRONG = "目标120家，已完成90家，完成率为85%。"
ANSWERED, TYPED = "186.5", ("142", "97.8")
COUNTY, LEAD = "墨溪区人民政府", "演示市市场监督管理局"


@dataclass(frozen=True)
class Quarter:
    """What the made-up city has published last, and a task of it that a county can correct twice."""

    edition: str
    period: str
    period_name: str
    programme: Programme
    task: str

    @property
    def year(self) -> int:
        """Its year."""
        return int(self.period[:4])

    @property
    def number(self) -> int:
        """Which quarter of it."""
        return int(self.period[5:])


def asked(site: Site, path: str) -> Any:
    """What the API answers."""
    with urllib.request.urlopen(f"{site.url}/api/v1/{path}") as answer:
        return json.load(answer)


def last_quarter(visit: SitDown, site: Site) -> Quarter:
    """The story follows the calendar, so nothing of it is written down here."""
    code = f"demo-{demo_year(date.today())}"
    found = asked(site, f"editions?programme={code}&state=published")["data"]
    if not found:
        pytest.skip("三月底到四月下旬，演示市当年还没有公布第一期数据")
    head = found[0]
    title = asked(site, "programmes")
    programme = Programme(next(each["title"] for each in title if each["code"] == code), code, "")
    # Corrected, its mean must change: counted in names, and below its target.
    open_tasks = {
        each["task"]
        for each in asked(site, f"editions/{head['code']}/tasks?limit=1000")["data"]
        if each["kind"] == "数量类"
        and each["completion"]
        and each["completion"] < 100
        and not each["of_these_unlisted"]
        and each["lead_unit"] == LEAD
    }
    unit = UnitDesk(visit(), "moxi")
    unit.page.goto("/desk/reports/?show=&state=verified")
    for row in unit.row(COUNTY, head["period_name"]).all():
        name = row.locator("td").first.inner_text().partition(" ")[2].strip()
        listed = row.locator("td").nth(3).inner_text().strip()
        if name in open_tasks and listed.isdigit() and int(listed) >= 3:
            return Quarter(head["code"], head["period"], head["period_name"], programme, name)
    raise AssertionError("the county has no report of the last quarter that could be corrected")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The made-up city, running, for this way alone."""
    yield from demo_in(tmp_path_factory.mktemp("publishing") / "city")


@pytest.mark.clause("A4", "H2", "H3")
def test_a_quarter_goes_out_is_corrected_and_everybody_sees_it(visit: SitDown, site: Site, tmp_path: Path) -> None:
    quarter = last_quarter(visit, site)
    second = frozen_again(visit, quarter, "复核中发现一家证书已注销")
    address = the_bulletin_is_checked_and_mended(visit, quarter, second)
    code = the_bulletin_goes_out(visit, address, tmp_path)
    third = frozen_again(visit, quarter, "复核中又发现一家重复")
    everybody_sees_the_correction(visit, site, quarter, second, third)
    the_bulletin_is_corrected(visit, site, code, third)
    the_wall_shows_it(visit, third)
    a_citizen_finds_a_task_on_a_phone(visit, quarter, third)


def frozen_again(visit: SitDown, quarter: Quarter, reason: str) -> str:
    """A county takes a name out of its report, the lead verifies, the office freezes and publishes anew; the edition."""
    unit = UnitDesk(visit(), "moxi")
    unit.find_part(quarter.programme, quarter.task)
    unit.follow(quarter.task)
    unit.follow(quarter.period_name)
    unit.follow("更正")
    unit.page.get_by_label(re.compile("理由")).fill(reason)
    unit.press("更正")
    roster = unit.page.get_by_label(re.compile("^完成名单"))
    rows = roster.input_value().strip().splitlines()
    roster.fill("\n".join(rows[:-1]))
    unit.press("下一步：核对")
    unit.hand_in()
    lead = UnitDesk(visit(), "market")
    lead.page.goto("/desk/reports/")
    lead.go(lead.row(quarter.task, quarter.period_name).get_by_role("link").first)
    lead.verify({})
    address = EditionDesk(visit(), "office").freeze(quarter.programme, quarter.period_name, reason=reason)
    EditionDesk(visit(), "head").publish(address)
    return address.rstrip("/").rpartition("/")[2]


def the_bulletin_is_checked_and_mended(visit: SitDown, quarter: Quarter, edition: str) -> str:
    """Drafted from the quarter's first figures with a wrong rate and a name planted; the check finds all three."""
    officer = Desk(visit(), "moxi").page.locator(".who").inner_text()
    planted = f"{WRONG}墨溪区具体负责人{officer}已到现场核实。"
    clerk = DocumentDesk(visit(), "office")
    address = clerk.draft("通报", quarter.edition)
    clerk.picture("30-editor")
    clerk.keeps_nobody_out()
    clerk.write(after=AFTER, sentence=planted)
    clerk.fill_fields()
    clerk.check()
    found = clerk.findings()
    clerk.picture("31-checked")
    clerk.keeps_nobody_out()
    assert "75.0%（90 ÷ 120）" in found, found
    assert f"出现姓名“{officer}”" in found, found
    assert f"数据版本 {edition} 中已改为" in found, found
    clerk.page.goto(f"{address}edit/")
    clerk.take_out(planted)
    clerk.choose_edition(edition)
    clerk.check()
    found = clerk.findings()
    assert "90 ÷ 120" not in found, found
    assert "出现姓名" not in found, found
    assert "已改为" not in found, found
    assert "版式不符" not in found, found
    clerk.picture("32-mended")
    clerk.send()
    expect(clerk.page.locator("main").get_by_role("link", name=re.compile("签发"))).to_have_count(0)
    return address


def the_bulletin_goes_out(visit: SitDown, address: str, folder: Path) -> str:
    """Approved by another, numbered, published as a page, a PDF and a docx, each looked at as rendered pages."""
    head = DocumentDesk(visit(), "head")
    head.approve(address, why="口径已在正文写明，同意按现文印发。")
    head.publish(address)
    head.picture("33-published")
    code = address.rstrip("/").rpartition("/")[2]
    reader = PublicPages(visit())
    reader.page.goto(f"/documents/{code}/")
    expect(reader.page.locator("main")).to_contain_text("演质强办〔")
    reader.picture("40-document")
    reader.keeps_nobody_out()
    for words, form in (("PDF", "pdf"), ("Word", "docx")):
        link = reader.page.locator("main").get_by_role("link", name=re.compile(words)).first.get_attribute("href")
        place = folder / f"bulletin.{form}"
        # As whoever saves the file: a browser would show the PDF in a page of its own.
        place.write_bytes(reader.page.context.request.get(str(link)).body())
        pages = rendered(place, folder)
        assert len(pages) >= 3, form
        assert "质量强市重点任务进展情况的通报" in text_of(pages_file(place, folder)), form
    return code


def pages_file(place: Path, folder: Path) -> Path:
    """The PDF of a file; a docx is laid out by LibreOffice as whoever receives it would."""
    if place.suffix == ".pdf":
        return place
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{folder}/office",
        "--convert-to",
        "pdf:writer_pdf_Export",
    ]
    subprocess.run([*command, "--outdir", folder / "laid-out", place], check=True, capture_output=True, timeout=120)
    return folder / "laid-out" / f"{place.stem}.pdf"


def rendered(place: Path, folder: Path) -> list[Path]:
    """Pictures of a document's pages, kept to be looked at."""
    begins = PICTURES / f"bulletin-{place.suffix[1:]}"
    subprocess.run(["pdftoppm", "-r", "80", "-png", pages_file(place, folder), begins], check=True, timeout=120)
    return sorted(PICTURES.glob(f"{begins.name}-*.png"))


def text_of(place: Path) -> str:
    """All words of a PDF, without the breaks of lines."""
    book = pypdfium2.PdfDocument(place)
    return "".join(page.get_textpage().get_text_range() for page in book).replace("\r", "").replace("\n", "")


def everybody_sees_the_correction(visit: SitDown, site: Site, quarter: Quarter, before: str, after: str) -> None:
    """The page of corrections shows both values, the feed says so, and the old edition keeps its address."""
    reader = PublicPages(visit())
    reader.page.goto("/corrections/")
    main = reader.page.locator("main")
    expect(main).to_contain_text("复核中又发现一家重复")
    expect(main).to_contain_text(quarter.task)
    reader.picture("41-corrections")
    reader.keeps_nobody_out()
    with urllib.request.urlopen(f"{site.url}/feeds/corrections.xml") as answer:
        feed = answer.read().decode()
    assert "复核中又发现一家重复" in feed
    assert after in feed
    reader.page.goto(f"/data/{before}/")
    expect(main).to_contain_text("已被新版本替代")
    reader.picture("42-superseded-edition")


def the_bulletin_is_corrected(visit: SitDown, site: Site, code: str, edition: str) -> None:
    """The changed value has opened a correction; its new version stands at the same address beside the old one."""
    clerk = DocumentDesk(visit(), "office")
    clerk.page.goto("/desk/documents/corrections/")
    clerk.picture("35-changed-figures")
    clerk.keeps_nobody_out()
    address = f"{site.url}/desk/documents/{code}/"
    clerk.begin_correction(address)
    # What goes out is reviewed each time anew.
    clerk.page.get_by_label("已经公开审查").check()
    clerk.check()
    clerk.picture("36-corrected-text")
    clerk.send()
    head = DocumentDesk(visit(), "head")
    head.approve(address, why="口径已在正文写明，同意按现文印发。")
    head.publish(address)
    reader = PublicPages(visit("phone"))
    reader.page.goto(f"/documents/{code}/")
    main = reader.page.locator("main")
    expect(main).to_contain_text("第 2 版")
    expect(main).to_contain_text("第 1 版")
    reader.picture("43-corrected-document")
    reader.keeps_nobody_out()
    told = asked(site, f"documents/{code}")
    assert (told["state"], told["version"], told["edition"]) == ("corrected", 2, edition)


def the_wall_shows_it(visit: SitDown, edition: str) -> None:
    """The wall in the hall speaks of the edition that holds now."""
    wall = visit()
    wall.page.goto("/screen/")
    expect(wall.page.locator("footer")).to_contain_text(edition)
    # The first page fades in.
    wall.page.wait_for_timeout(1500)
    wall.picture("44-wall")


def a_citizen_finds_a_task_on_a_phone(visit: SitDown, quarter: Quarter, edition: str) -> None:
    """Two characters on a phone, the task, and its rows as a file that adds up to the published count."""
    citizen = PublicPages(visit("phone"))
    citizen.page.goto("/")
    citizen.page.locator(".searchbox input").fill(quarter.task[-4:-2])
    citizen.page.locator(".searchbox button").click()
    citizen.picture("45-search")
    citizen.go(citizen.page.locator(".hits a").filter(has_text=quarter.task).first)
    expect(citizen.page.get_by_role("heading", level=1)).to_have_text(quarter.task)
    citizen.picture("46-task")
    rows = citizen.download()
    shown = citizen.page.locator(".sum-large").inner_text()
    assert shown.startswith(f"{sum(int(row['数量']) for row in rows)} ÷ ")
    expect(citizen.page.locator("main")).to_contain_text(edition)


def test_a_table_from_above_is_filled_chased_and_goes_back_in_its_own_format(
    visit: SitDown, site: Site, tmp_path: Path
) -> None:
    """Nine counties by twelve columns: three gaps are asked of their counties, another person approves, the file goes back."""
    quarter = last_quarter(visit, site)
    blank = write_form(tmp_path / "blank", year=quarter.year, quarter=quarter.number)
    clerk = FormDesk(visit(), "office")
    address = clerk.receive(blank, sender="演示省样例厅（虚构）")
    clerk.picture("50-form")
    clerk.keeps_nobody_out()
    clerk.answer_questions()
    expect(clerk.answer).to_contain_text("缺数 3 格")
    clerk.chase()
    clerk.picture("51-chased")
    owing = OwingDesk(visit("phone"), "moxi")
    owing.give(ANSWERED)
    owing.picture("52-answered")
    # The other two told their figures on the telephone.
    for funds in TYPED:
        clerk.page.goto(address)
        clerk.type_cell(funds, source="县（市、区）质量强市办来电告知（演示）")
        clerk.page.goto(address)
        if funds == TYPED[-1]:
            expect(clerk.page.locator("#requests")).to_contain_text("全部撤回或答复后即可送审")
        clerk.ask_no_longer()
    clerk.page.goto(address)
    expect(clerk.answer).not_to_contain_text("缺数")
    clerk.picture("53-filled")
    clerk.submit(note="一项任务由几个县共同承担，各县任务数相加多于全市，属实。")
    head = FormDesk(visit(), "head")
    head.approve(address)
    head.picture("54-approved")
    filled = head.download("下载填好的文件", tmp_path)
    assert filled.name.startswith(blank.stem)
    looks_as_the_sender_made_it(blank, filled)


def looks_as_the_sender_made_it(blank: Path, filled: Path) -> None:
    """Only blank cells were written; every one of them names its source on a sheet of its own."""
    before, after = openpyxl.load_workbook(blank), openpyxl.load_workbook(filled)
    sheet, same = after[before.sheetnames[0]], before[before.sheetnames[0]]
    assert after.sheetnames[0] == before.sheetnames[0]
    assert sheet.merged_cells.ranges == same.merged_cells.ranges
    written = 0
    for row in same.iter_rows():
        for cell in row:
            now = sheet[cell.coordinate]
            assert now.number_format == cell.number_format
            if cell.value is None and now.value is not None:
                written += 1
            elif cell.value is not None:
                assert now.value == cell.value, cell.coordinate
    sources = [row for row in after[after.sheetnames[-1]].iter_rows(values_only=True) if any(row)]
    assert written >= 100
    assert len(sources) > written
    assert {float(value) for value in (ANSWERED, *TYPED)} <= {
        float(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)
    }
