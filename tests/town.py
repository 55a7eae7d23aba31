"""The small town in the database, built by the real actions: regions, offices, people with posts, their accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.access.queries import actor_of
from zhicheng.core.accounts.actions import create_account
from zhicheng.registry import actions
from zhicheng.registry.actions.regions import RegionRow

FOUNDED = date(2015, 1, 1)
CITY, COUNTY, OTHER_COUNTY = "990100", "990101", "990104"
PASSWORD = "small-town-2025"
REGIONS = (
    RegionRow(CITY, "演示市", "city"),
    RegionRow(COUNTY, "墨溪区", "county", CITY),
    RegionRow(OTHER_COUNTY, "砚湖县", "county", CITY),
    RegionRow("990101001000", "纸坊溪街道", "township", COUNTY),
)
# part in the town -> name, region, short names
OFFICES = {
    "office": ("演示市市场监督管理局", CITY, ("市市场监管局", "市监局")),
    "lead": ("演示市农业农村局", CITY, ("市农业农村局", "农业局")),
    "county": ("墨溪区市场监督管理局", COUNTY, ("区市场监管局",)),
    "stranger": ("砚湖县市场监督管理局", OTHER_COUNTY, ("县市场监管局",)),
}
# part in the town -> whose office, name, title, role
PEOPLE = {
    "administrator": ("office", "样例甲", "系统管理员", "administrator"),
    "office": ("office", "样例乙", "质量强市办主任", "office"),
    "lead": ("lead", "样例丙", "质量科科长", "lead-department"),
    "county": ("county", "样例丁", "质量强区办主任", "county-office"),
    "stranger": ("stranger", "样例戊", "质量强县办主任", "county-office"),
}


@dataclass(frozen=True)
class Town:
    """Codes of the offices by their part, and the actors; each may sign in as its part's name with `PASSWORD`."""

    organisations: dict[str, str]
    administrator: Actor
    office: Actor
    lead: Actor
    county: Actor
    stranger: Actor
    citizen: Actor


def build(*, at: datetime) -> Town:
    """Found the town; everything has stood since `FOUNDED`."""
    actions.load_regions(REGIONS, on=FOUNDED, by=SYSTEM, at=at)
    organisations = {
        part: actions.enter_organisation(
            name, kind="department", region=region, short_names=short, valid_from=FOUNDED, by=SYSTEM, at=at
        )
        for part, (name, region, short) in OFFICES.items()
    }
    cast = {part: _settle(part, organisations[office], name, title, role, at=at)
            for part, (office, name, title, role) in PEOPLE.items()}  # fmt: skip
    return Town(organisations=organisations, citizen=Actor(None, "", "市民"), **cast)


def _settle(part: str, organisation: str, name: str, title: str, role: str, *, at: datetime) -> Actor:
    person = actions.enter_person(name, by=SYSTEM, at=at)
    actions.appoint(
        person, organisation=organisation, title=title, role=role, valid_from=FOUNDED, by=SYSTEM, at=at
    )  # fmt: skip
    account = create_account(part, person=person, name=name, password=PASSWORD, by=SYSTEM, at=at)
    return actor_of(account_id=account, person=person, name=name, on=at.date())
