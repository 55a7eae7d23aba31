"""The whole way: from the table as an office writes it to a figure that an outsider computes again, at two widths.

Each width has a programme of its own in the one running city, so that neither needs the other. Pictures of every step
lie in `.artifacts/journey`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journey.accidents import change_one_byte, cut_power_during
from tests.journey.conftest import ROOT, Site, Visit
from tests.journey.editions import EditionDesk
from tests.journey.office import OfficeDesk, Programme
from tests.journey.public import PublicPages, quotient
from tests.journey.units import Item, UnitDesk, pasted
from tests.journey.workbooks import plain_table
from zhicheng.demo.firms import code_of

pytestmark = [pytest.mark.journey, pytest.mark.clause("A4"), pytest.mark.clause("H1")]

SitDown = Callable[..., Visit]
YEAR, PERIOD = 2025, "2025年四季度"
TASK, TARGET, LEAD = "新增外贸出口品牌27个", Decimal(27), "演示市市场监督管理局"
COUNTY, OTHER = "墨溪区", "榴山县"
SAMPLES = {"desktop": "任务分解表-200项.xlsx", "phone": "任务分解表-200项.docx"}
LARGE = 1000
MISTYPED = 9


def code(size: str, number: int) -> str:
    """A made-up firm's code; the widths have different firms, since nothing counts twice anywhere."""
    return code_of("990101", f"{1 + sorted(SAMPLES).index(size)}000000{number}")


def firm(size: str, number: int) -> Item:
    """A made-up firm with its code and the day on which its brand was recognised."""
    name = f"演示全程{'甲乙丙丁'[number - 1]}{'贸易' if size == 'desktop' else '进出口'}有限公司"
    return name, code(size, number), f"{YEAR}-1{number % 3}-1{number}"


@pytest.mark.clause("A1", "A2", "A3", "H2", "H3")
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_table_becomes_a_figure_that_an_outsider_computes_again(
    size: str, site: Site, visit: SitDown, tmp_path: Path
) -> None:
    office = OfficeDesk(visit(size), "office")
    programme = a_programme_with_all_tasks(office, size, tmp_path)
    everything_is_handed_out(office, programme)
    counties_report(visit, size, programme)
    the_lead_department_returns_a_row_and_verifies_the_rest(visit, size, programme)
    office.open_to_public(programme, "市质量强市工作领导小组第3次会议纪要（演示）")
    the_figures_go_out(visit, size, programme)
    an_outsider_computes_the_figure_again(visit, size, programme)
    power_cuts_lose_and_double_nothing(site, office, size, tmp_path)
    an_outsider_computes_the_figure_again(visit, size, programme)
    one_changed_byte_is_found(site, tmp_path)


def a_programme_with_all_tasks(office: OfficeDesk, size: str, folder: Path) -> Programme:
    programme = office.new_programme(f"{YEAR}年度全程检验计划（{size}）", f"journey-{size}", year=YEAR)
    office.upload(programme, ROOT / "samples" / SAMPLES[size])
    office.answer_questions(picture="02-questions")
    office.picture("03-ready")
    office.keeps_nobody_out()
    assert office.store() == 200
    office.picture("04-stored")
    assert office.count_of_tasks(programme) == 200
    office.picture("05-programmes")
    office.upload(programme, plain_table(folder / "second.xlsx", 3, year=YEAR))
    office.answer_questions(picture="06-second-import")
    assert office.store() == 3
    assert office.count_of_tasks(programme) == 203
    office.page.goto(f"{programme.url}imports/")
    office.follow("second.xlsx")
    office.take_back("重复上传（演示）")
    assert office.count_of_tasks(programme) == 200
    return programme


def everything_is_handed_out(office: OfficeDesk, programme: Programme) -> None:
    office.fill(programme, lead=LEAD, deadline=f"{YEAR}-12-31")
    office.keeps_nobody_out()
    expect(office.answer).to_contain_text("待交办 200 项，标准、时限、单位都已齐备")
    office.issue(programme)
    office.deliver(programme)
    expect(office.answer).to_contain_text("没有待交办的任务")


def counties_report(visit: SitDown, size: str, programme: Programme) -> None:
    first, second, third, taken = (firm(size, number) for number in (1, 2, 3, 4))
    third = (third[0], code(size, MISTYPED), third[2])
    other = UnitDesk(visit(size), "liushan")
    other.sign(programme, TASK)
    other.fix(programme, TASK)
    other.write_report(programme, TASK, period=PERIOD, progress="新增品牌 1 个。", roster=pasted([taken]))
    other.hand_in()
    county = UnitDesk(visit(size), "moxi")
    county.sign(programme, TASK)
    county.fix(programme, TASK)
    county.write_report(
        programme, TASK, period=PERIOD, progress="新增品牌 3 个。", roster=pasted([first, second, first, taken, third])
    )
    expect(county.row(first[0], "与第 1 行重复。请只保留一行。")).to_have_count(1)
    expect(county.row(taken[0], f"已计入{OTHER}人民政府{PERIOD}名单第 1 行，不能重复计算。")).to_have_count(1)
    county.picture("13-two-duplicates")
    county.keeps_nobody_out()
    county.mend_roster(pasted([first, second, third]))
    county.picture("14-looked-over")
    county.hand_in()
    county.picture("15-handed-in")


def the_lead_department_returns_a_row_and_verifies_the_rest(visit: SitDown, size: str, programme: Programme) -> None:
    lead, county = UnitDesk(visit(size), "market"), UnitDesk(visit(size), "moxi")
    lead.find_report(programme, TASK, OTHER)
    lead.verify({})
    lead.find_report(programme, TASK, COUNTY)
    lead.keeps_nobody_out()
    lead.verify({3: "代码与证照不符"})
    county.find_part(programme, TASK)
    county.follow(TASK)
    county.follow(PERIOD)
    expect(county.row("代码与证照不符")).to_have_count(1)
    county.put_right(3, code=code(size, 3))
    lead.find_report(programme, TASK, COUNTY)
    lead.verify({})
    lead.picture("19-verified")


def the_figures_go_out(visit: SitDown, size: str, programme: Programme) -> None:
    address = EditionDesk(visit(size), "office").freeze(programme, PERIOD)
    EditionDesk(visit(size), "head").publish(address)


def an_outsider_computes_the_figure_again(visit: SitDown, size: str, programme: Programme) -> None:
    public = PublicPages(visit(size))
    public.open_programme(programme)
    shown = quotient(Decimal(4), TARGET)
    expect(public.row(TASK)).to_contain_text(shown)
    public.picture("21-public-programme")
    tasks = public.download()
    items = public.download("下载全部明细")
    public.go(public.row(TASK).get_by_role("link", name=TASK))
    for number in (1, 2, 3, 4):
        expect(public.page.locator("tbody tr").filter(has_text=firm(size, number)[0])).to_have_count(1)
    public.picture("22-public-task")
    own = public.download()
    expect(public.page.locator("main")).to_contain_text(quotient(sum(Decimal(row["数量"]) for row in own), TARGET))
    for task in tasks:
        done = sum(Decimal(row["数量"]) for row in items if row["任务序号"] == task["序号"])
        assert done == Decimal(task["经核实"] or 0), task
        if task["算式"] and task["目标值"]:
            assert task["算式"] == quotient(done, Decimal(task["目标值"]))
    assert sum(bool(task["算式"]) for task in tasks) == 1


def power_cuts_lose_and_double_nothing(site: Site, office: OfficeDesk, size: str, folder: Path) -> None:
    programme = office.new_programme(f"{YEAR}年度断电检验计划（{size}）", f"power-{size}", year=YEAR)
    address = office.upload(programme, plain_table(folder / "large.xlsx", LARGE, year=YEAR))
    office.leave()
    cut_power_during(site, "goals.read-import")
    office.page.goto(address)
    office.wait_for_reading()
    office.begin_to_store()
    office.leave()
    cut_power_during(site, "goals.store-import")
    office.page.goto(address)
    assert office.stored() == LARGE
    office.picture("23-after-the-power-cuts")
    assert office.count_of_tasks(programme) == LARGE


def one_changed_byte_is_found(site: Site, folder: Path) -> None:
    verified = site.run("ledger", "verify")
    assert (verified.returncode, verified.stdout[:4]) == (0, "账本完好"), verified.stderr
    changed, entry = change_one_byte(site, folder / "changed", kind="goals.report-verified")
    found = changed.run("ledger", "verify")
    assert found.returncode == 1
    assert f"账本不可信：第 {entry} 条被改动" in found.stderr
