"""The made-up city's bulletins: a quarter's drafted by the clerk, approved and published by the head, once corrected."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from zhicheng.demo.places import CITY_NAME
from zhicheng.demo.season import Season
from zhicheng.indicators.queries.editions import latest_of_period
from zhicheng.publications.actions.approving import approve_document
from zhicheng.publications.actions.corrections import begin_correction, open_corrections
from zhicheng.publications.actions.documents import (
    NAMES,
    Written,
    check_document,
    draft_document,
    save_document,
    send_for_approval,
)
from zhicheng.publications.actions.publishing import publish_document, render
from zhicheng.publications.models import Version
from zhicheng.publications.queries.documents import document

OFFICE = f"{CITY_NAME}质量强市工作领导小组办公室"
LETTERHEAD = f"""# 虚构的发文机关标志，供演示。
issuer = "{OFFICE}"
mark = "{OFFICE}文件"
code = "演质强办"
seal = true
address = "{CITY_NAME}（虚构）样例路1号"
printed_by = "{OFFICE}"

[letter]
mark = "{OFFICE}"
code = "演质强办函"

[briefing]
mark = "质量强市工作简报"
code = "演质强办简"

[press]
mark = "{CITY_NAME}质量强市新闻稿"
code = ""
seal = false
"""
RECIPIENTS = "各县（市、区）人民政府，市级有关部门："
COPIES = "市委办公室，市人大常委会办公室，市政府办公室，市政协办公室。"
CONTACT = "质量强市办综合组，0990-5550100（虚构）"
# The second quarter's bulletin goes out with the early edition and is corrected when that is replaced.
DAYS_AFTER = {"Q2": 14, "Q3": 24}
DAYS_TO_CORRECT = {"Q2": 34}
WHY_PASSED = "口径已在正文写明，经办公室负责人核对同意。"


def write_letterhead(folder: Path) -> None:
    """Put the office's letterhead into a city folder; what is there stays."""
    file = folder / "letterheads" / "office.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.write_text(LETTERHEAD, "utf-8")


def note_documents(season: Season) -> None:
    """Note the bulletins of the quarters, and the draft that lies on the clerk's desk."""
    diary, codes = season.diary, dict[str, str]()
    for period, end in season.outline.periods:
        quarter = period[4:]
        if quarter in DAYS_AFTER:
            day = diary.days.next_working(end + timedelta(days=DAYS_AFTER[quarter]))
            diary.note(diary.moment(day, 15), partial(_bulletin, season, period, codes))
        if quarter in DAYS_TO_CORRECT:
            day = diary.days.next_working(end + timedelta(days=DAYS_TO_CORRECT[quarter]))
            diary.note(diary.moment(day, 15), partial(_correct, season, period, codes))
    diary.note(diary.moment(diary.ago(1), 10), partial(_notice, season))


def _bulletin(season: Season, period: str, codes: dict[str, str], at: datetime) -> None:
    """Drafted from the kind's own text with the edition that is public, and published the same afternoon."""
    edition = latest_of_period(season.outline.code, period, season.head, state="published")
    if edition is None:
        return
    code = draft_document("bulletin", edition=edition.code, by=season.office, at=at).code
    codes[period] = code
    _write(season, code, at=at)
    _publish(season, code, at=at)


def _write(season: Season, code: str, at: datetime, **more: object) -> None:
    version = _version(season, code, at)
    kept = Written(**{name: getattr(version, name) for name in NAMES})
    filled = {
        "recipients": RECIPIENTS, "copies": COPIES, "contact": CONTACT, "disclosure": "open", "reviewed": True,
        "basis": f"《{season.outline.title}》（{season.outline.number}）", **more,
    }  # fmt: skip
    written = replace(kept, **{**asdict(kept), **filled})
    save_document(code, written=written, stamp=version.stamp, by=season.office, at=at)


def _publish(season: Season, code: str, at: datetime) -> None:
    version = check_document(code, stamp=_version(season, code, at).stamp, by=season.office, at=at)
    send_for_approval(code, by=season.office, at=at + timedelta(minutes=20))
    waivers = {each.id: WHY_PASSED for each in document(code, season.head, at=at).standing}
    approve_document(code, content=version.content_hash, waivers=waivers, by=season.head, at=at + timedelta(hours=1))
    out = at + timedelta(hours=1, minutes=10)
    publish_document(render(code, by=season.head, at=out), by=season.head, at=out)


def _version(season: Season, code: str, at: datetime) -> Version:
    return document(code, season.office, at=at).version


def _correct(season: Season, period: str, codes: dict[str, str], at: datetime) -> None:
    """The edition was replaced since: the bulletin gets a second version at its address."""
    if period not in codes or not open_corrections(by=season.office, at=at):
        return
    code = codes[period]
    begin_correction(code, by=season.office, at=at)
    _write(season, code, at=at)
    _publish(season, code, at=at)


def _notice(season: Season, at: datetime) -> None:
    """A notice that lies half written on the clerk's desk."""
    draft_document("notice", by=season.office, at=at)
