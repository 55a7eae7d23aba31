"""The made-up city's story: the plan of the years, the year before, this year, and what is open on every desk now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from zhicheng.core.access import SYSTEM
from zhicheng.demo import quoted
from zhicheng.demo.diary import Diary
from zhicheng.demo.documents import note_documents
from zhicheng.demo.editions import note_editions
from zhicheng.demo.form_story import note_forms
from zhicheng.demo.founding import Town, found
from zhicheng.demo.people import DEMO_COUNTY, SLOW_COUNTY
from zhicheng.demo.places import CITY_NAME, COUNTIES, TOWNSHIPS
from zhicheng.demo.programmes import FINANCE, FIVE_YEARS, YEAR, Line
from zhicheng.demo.quarters import Quarters
from zhicheng.demo.rosters import Roll
from zhicheng.demo.season import Outline, Season
from zhicheng.goals.actions.changes import answer_matter, decide_change, request_change
from zhicheng.goals.actions.programmes import link_task, move_programme, open_programme, record_source
from zhicheng.goals.actions.standings import refresh_all, refresh_programme, standings_later
from zhicheng.goals.actions.units import split_assignment
from zhicheng.goals.queries.programmes import sources
from zhicheng.goals.queries.reports import matters
from zhicheng.statutes.actions import note_overdue

DEMO, SLOW, LAST = DEMO_COUNTY.code, SLOW_COUNTY.code, COUNTIES[8].code
MARKET, FARM = "市场监管局", "农业农村局"

# How single parts of this year's lines go; what the words mean stands in `quarters`.
FATES = {
    ("新增导入卓越绩效模式企业", DEMO): "drafted",
    ("新增实施精细化管理企业", DEMO): "sent-back",
    ("新增企业标准自我声明公开企业", DEMO): "rows-back",
    ("使用区域品牌标志企业", DEMO): "asking",
    ("采用国际标准和国外先进标准企业", DEMO): "pending",
    ("采用国际标准和国外先进标准企业", SLOW): "pending",
    ("建成农业标准化示范项目", DEMO): "pending",
    ("建成农业标准化示范项目", COUNTIES[3].code): "pending",
    ("新增通过质量管理体系认证企业", COUNTIES[1].code): "pending",
    ("落实质量安全主体责任的重点工业产品企业", SLOW): "sent-back",
    ("落实质量安全主体责任的重点工业产品企业", COUNTIES[6].code): "rows-back",
    ("新增区域品牌认证企业", MARKET): "pending",
    ("主要农产品质量安全监测合格率", FARM): "pending",
    ("新建成放心消费示范店", "990101001000"): "pending",
    ("新增品牌服务企业", LAST): "missing",
    ("新增放心旅游门店", LAST): "missing",
    ("质量帮扶小微企业", SLOW): "unfixed",
    ("新增知识产权合规管理企业", SLOW): "unfixed",
    ("新建成放心消费示范店", SLOW): "unsigned",
    ("新设首席质量官的企业", COUNTIES[2].code): "rows-back-before",
    ("新建成标准化管理工地", COUNTIES[1].code): "sent-back-before",
    ("新增放心旅游门店", COUNTIES[7].code): "asked",
}
HANDED_ON = frozenset(
    (county.code, "新建成放心消费示范店") for county in (COUNTIES[0], COUNTIES[3], COUNTIES[6], COUNTIES[7])
)
LAST_SPLIT = (0, 4)

SPECIAL = (
    Line("product", "开展重点消费品质量提升行动", "qualitative", None, "", MARKET, (FINANCE,), steps=("部署", "排查", "整治", "总结"),
         standard="行动总结经市质量强市办审核"),
    Line("safety", "排查燃气用具质量安全隐患企业", "counted", 45, "家", MARKET, (FINANCE,), split=tuple(range(9)), names="firm",
         standard="以排查记录和整改回执为准"),
    Line("standards", "推广农产品分级标准示范点", "counted", 18, "个", FARM, (FINANCE,), split=tuple(range(9)), names="分级示范点",
         standard="以验收意见为准"),
)  # fmt: skip
SPECIAL_FATES = {
    (SPECIAL[0].title, MARKET): "unsigned", (SPECIAL[0].title, FINANCE): "unsigned",
    (SPECIAL[1].title, DEMO): "unsigned", (SPECIAL[1].title, SLOW): "unsigned",
    (SPECIAL[1].title, FINANCE): "unfixed", (SPECIAL[2].title, DEMO): "unfixed", (SPECIAL[2].title, FARM): "unfixed",
}  # fmt: skip


class FiveYears(Season):
    """A plan of five years: a step at the end of each of them."""

    def step_days(self) -> list[date]:
        """The last day of each year."""
        return [date(year, 12, 31) for year in range(self.outline.first_year, self.outline.last_year + 1)]

    def amounts(self, share: int) -> list[int]:
        """A fifth more each year."""
        return [share * number // 5 for number in range(1, 6)]


def half_years(*years: int) -> list[tuple[str, date]]:
    """Half-years with their last days."""
    return [each for year in years for each in ((f"{year}H1", date(year, 6, 30)), (f"{year}H2", date(year, 12, 31)))]


def quarters_of(year: int) -> list[tuple[str, date]]:
    """Quarters with their last days."""
    return [(f"{year}Q1", date(year, 3, 31)), (f"{year}Q2", date(year, 6, 30)), (f"{year}Q3", date(year, 9, 30)),
            (f"{year}Q4", date(year, 12, 31))]  # fmt: skip


def demo_year(today: date) -> int:
    """The year that is told: this one from April on, before that the last one."""
    return today.year if today.month >= 4 else today.year - 1


def tell_story(random: Random, *, until: datetime) -> Town:
    """Let everything happen up to that moment."""
    diary = Diary(until, random)
    year = demo_year(diary.today)
    since = date(year - 2, 1, 1)
    town = found(random, since=since, at=diary.moment(date(year - 1, 1, 4), 9))
    roll = Roll(town.firms, random)
    for season, reported_from in (_five_years(town, diary, year), _last_year(town, diary, year)):
        season.begin()
        Quarters(season, roll).begin(reported_from)
        if season.outline.kind == "annual":
            diary.note(diary.moment(date(year - 1, 3, 12), 10), partial(_open, season, "system", "经办公室会议研究"))
            diary.note(diary.moment(date(year, 1, 28), 16), partial(_close, season))
    _this_year(town, diary, roll, year)
    _lately(town, diary)
    quoted_at = diary.moment(date(year - 1, 4, 16), 10)
    diary.note(diary.moment(date(year, 1, 15), 10),
               lambda at: quoted.quote(town, year=quoted_at.year, since=since, at=at))  # fmt: skip
    with standings_later(on=diary.today):
        diary.live()
    note_overdue(by=SYSTEM, at=until)
    refresh_all(on=diary.today)
    return town


def _outline(diary: Diary, year: int, **facts: object) -> Outline:
    working = diary.days.next_working
    return Outline(
        **{"code": f"demo-{year}", "title": f"{CITY_NAME}{year}年质量强市重点任务", "number": f"演质强〔{year}〕1号",
           "first_year": year, "last_year": year, "reporting": "quarter", "periods": quarters_of(year),
           "drafted": working(date(year, 1, 9)), "issued": working(date(year, 2, 18)),
           "delivered": diary.after(working(date(year, 2, 18)), 4), **facts}  # type: ignore[arg-type]
    )  # fmt: skip


def _five_years(town: Town, diary: Diary, year: int) -> tuple[Season, date]:
    first = year - (year - 1) % 5
    begun = max(first, year - 1)
    working = diary.days.next_working
    outline = _outline(
        diary, begun, code=f"demo-{first}-{first + 4}", title=f"{CITY_NAME}质量强市建设五年规划（{first}—{first + 4}年）",
        number=f"演质强〔{first}〕3号", kind="five-year", first_year=first, last_year=first + 4, reporting="half",
        periods=half_years(*range(begun, year + 1)), drafted=working(date(begun, 1, 10)),
        issued=working(date(begun, 1, 22)), delivered=diary.after(working(date(begun, 1, 22)), 2),
    )  # fmt: skip
    return FiveYears(outline, FIVE_YEARS, town, diary), date(begun, 3, 20)


def _last_year(town: Town, diary: Diary, year: int) -> tuple[Season, date]:
    """The year before: some of the same lines with smaller targets, so that nothing can be counted a second time."""
    lines = [
        replace(line, target=line.before, split=LAST_SPLIT if line.split else (), pipeline=0,
                pace="late" if line.pace == "late" else "ok")
        for line in YEAR if line.before
    ]  # fmt: skip
    outline = _outline(diary, year - 1, reporting="half", periods=half_years(year - 1))
    return Season(outline, lines, town, diary), date(year - 1, 3, 20)


def _this_year(town: Town, diary: Diary, roll: Roll, year: int) -> None:
    season = Season(_outline(diary, year), YEAR, town, diary, fates=FATES, townships=HANDED_ON)
    season.begin()
    Quarters(season, roll).begin(date(year, 3, 20))
    note_editions(season)
    note_documents(season)
    note_forms(season)
    diary.note(
        diary.moment(date(year, 3, 3), 15),
        partial(_open, season, "public", "市质量强市工作领导小组第1次全体会议决定（虚构）"),
    )
    diary.note(diary.moment(date(year, 2, 20), 11), partial(_record_decisions, season))
    diary.note(diary.moment(diary.days.next_working(date(year, 3, 24)), 9), partial(_change, season, 2, decided=True))
    diary.note(diary.moment(diary.days.next_working(date(year, 4, 22)), 9), partial(_answer, season))
    diary.note(diary.moment(diary.ago(3), 15), partial(_change, season, 6, decided=False))
    diary.note(diary.moment(diary.ago(2), 14), partial(_hand_on, season))


def _lately(town: Town, diary: Diary) -> None:
    """A special action handed out some days ago: whoever looks at a desk finds something to sign for and to fix."""
    year = diary.today.year
    outline = _outline(
        diary, year, code=f"demo-{year}-special", title=f"{CITY_NAME}{year}年质量提升专项行动", number=f"演质强〔{year}〕12号",
        drafted=diary.ago(12), issued=diary.ago(7), delivered=diary.ago(4),
    )  # fmt: skip
    season = Season(outline, SPECIAL, town, diary, fates=SPECIAL_FATES)
    season.begin()
    diary.note(diary.moment(diary.ago(5), 10), partial(_open, season, "system", "专项行动部署会议决定（虚构）"))


def _open(season: Season, visibility: str, reason: str, at: datetime) -> None:
    open_programme(season.programme, visibility=visibility, reason=reason, by=season.head, at=at)


def _close(season: Season, at: datetime) -> None:
    refresh_programme(season.programme, on=at.date())
    move_programme(season.programme, verb="close", by=season.head, at=at)


def _record_decisions(season: Season, at: datetime) -> None:
    """A decision of a meeting and an instruction ask for some of the tasks as well."""
    asked = {
        ("meeting", "市质量强市工作领导小组全体会议决定（虚构）"): YEAR[9],
        ("instruction", "分管副市长关于电梯安全的批示（虚构）"): YEAR[58],
        ("task-sheet", "上级质量工作年度任务书（虚构）"): YEAR[3],
    }
    tasks = {line: task for task, line in season.tasks.items()}
    for (kind, title), line in asked.items():
        source = record_source(
            season.programme, kind=kind, title=title, text=f"要抓紧“{line.title}”。", issued_on=at.date(),
            by=season.office, at=at,
        )  # fmt: skip
        found = next(each for each in sources(season.programme, season.office) if each.pk == source.pk)
        link_task(tasks[line], sentences=[found.sentences[0][0]], by=season.office, at=at)


def _change(season: Season, county: int, at: datetime, *, decided: bool) -> None:
    """A county asks for another number than it was given."""
    unit, line = COUNTIES[county].code, YEAR[40]
    part = next(part for part in season.parts()
                if season.tasks[part.task] == line and part.organisation == season.town.units[unit])  # fmt: skip
    fewer = int(part.share or 0) - 1
    change = request_change(
        part.task, assignment=part.pk, field="share", new=str(fewer), reason="辖区内有企业整体搬迁，可纳入对象减少。",
        by=season.town.officer(unit), at=at,
    )  # fmt: skip
    if decided:
        note = "任务总数不减，请从新建企业中补足。"
        season.diary.note(at + timedelta(days=2), lambda later: decide_change(
            change.pk, approve=False, note=note, by=season.head, at=later
        ))  # fmt: skip


def _hand_on(season: Season, at: datetime) -> None:
    """The county that may be signed in as hands a part on to its townships, which have to sign for it."""
    line = next(line for line in YEAR if line.title == "新增品牌服务企业")
    part = next(part for part in season.parts()
                if season.tasks[part.task] == line and part.organisation == season.town.units[DEMO])  # fmt: skip
    towns = [season.town.units[town.code] for town in TOWNSHIPS if town.county_code == DEMO]
    split_assignment(part.pk, parts=[(town, Decimal(1)) for town in towns], by=season.town.officer(DEMO), at=at)


def _answer(season: Season, at: datetime) -> None:
    for matter in matters(season.head, state="open"):
        if matter.raised_at < at - timedelta(days=5):
            answer = "由牵头部门统一口径，于本月底前印发填报说明。"
            answer_matter(matter.pk, answer=answer, by=season.head, at=at)
