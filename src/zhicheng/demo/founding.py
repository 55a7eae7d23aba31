"""The made-up city is founded: regions, offices, firms, people with their posts, leading groups, accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.access.queries import grants_of_many
from zhicheng.core.accounts.actions import create_account
from zhicheng.demo.firms import Firm, make_firms
from zhicheng.demo.people import FIELD_LEADS, GOVERNMENT, OFFICE, SEATS, USERNAMES, Seat, department_key, person_name
from zhicheng.demo.places import CITY_CODE, CITY_NAME, COUNTIES, DEPARTMENTS, TOWNSHIPS, Place
from zhicheng.registry import actions
from zhicheng.registry.actions.regions import RegionRow
from zhicheng.registry.actions.sheets import OrganisationRow

OFFICE_NAME = f"{CITY_NAME}质量强市工作领导小组办公室"


@dataclass
class Town:
    """What the story needs of the city: codes of units by key, and the people at each unit in the order of seats."""

    units: dict[str, str]
    firms: list[Firm]
    people: dict[str, list[Actor]] = field(default_factory=dict)
    named: dict[str, Actor] = field(default_factory=dict)

    def officer(self, unit: str) -> Actor:
        """Who does the work at a unit: the last of its seats."""
        return self.people[unit][-1]

    def key_of(self, organisation: str) -> str:
        """A unit's key by its code."""
        return next(key for key, code in self.units.items() if code == organisation)


def found(random: Random, *, since: date, at: datetime) -> Town:
    """Found the city: everything in it stands since that day."""
    actions.load_regions(_regions(), on=since, by=SYSTEM, at=at)
    town = Town(units={}, firms=make_firms(random))
    administrator = _administrator(town, since=since, at=at)
    _load_units(town, since=since, by=administrator, at=at)
    posts = _settle(town, administrator, since=since, at=at)
    _set_groups(town, posts, since=since, by=administrator, at=at)
    return town


def _regions() -> list[RegionRow]:
    return [
        RegionRow(CITY_CODE, CITY_NAME, "city"),
        *(RegionRow(county.code, county.name, "county", CITY_CODE) for county in COUNTIES),
        *(RegionRow(town.code, town.name, "township", town.county_code) for town in TOWNSHIPS),
    ]


def _unit_rows() -> dict[str, OrganisationRow]:
    """Every unit by its key; a county's own key is its code, and so is a township's."""
    rows = {
        GOVERNMENT: OrganisationRow(f"{CITY_NAME}人民政府", "", CITY_CODE, "government", ("市政府",)),
        OFFICE: OrganisationRow(OFFICE_NAME, "", CITY_CODE, "department", ("市质量强市办", "市质强办")),
    }
    for department in DEPARTMENTS:
        key = department_key(department.short_names)
        kind = "institution" if department.name.endswith("中心") else "department"
        rows[key] = OrganisationRow(department.name, "", CITY_CODE, kind, department.short_names)
    for county in COUNTIES:
        rows[county.code] = OrganisationRow(f"{county.name}人民政府", "", county.code, "government", (county.name,))
        office = f"{county.name}质量强{county.name[-1]}工作领导小组办公室"
        rows[f"{county.code}-office"] = OrganisationRow(
            office, "", county.code, "department", (f"{county.name}质强办",)
        )
    for town in TOWNSHIPS:
        rows[town.code] = OrganisationRow(_township_office(town), "", town.code, "government", (town.name,))
    return rows


def _township_office(town: Place) -> str:
    return f"{town.name}办事处" if town.name.endswith("街道") else f"{town.name}人民政府"


def _administrator(town: Town, *, since: date, at: datetime) -> Actor:
    """The first person of the city, entered by the system as `zhicheng init` does."""
    place = next(place for place, seat in enumerate(SEATS) if seat.role == "administrator")
    row = _unit_rows()[SEATS[place].unit]
    town.units[SEATS[place].unit] = actions.enter_organisation(
        row.name, kind=row.kind, region=row.region, short_names=row.short_names, valid_from=since, by=SYSTEM, at=at
    )
    person = actions.enter_person(person_name(place), by=SYSTEM, at=at)
    _appoint(town, SEATS[place], person, since=since, by=SYSTEM, at=at)
    return Actor(None, person, person_name(place), grants_of_many([person], on=since)[person])


def _load_units(town: Town, *, since: date, by: Actor, at: datetime) -> None:
    rows = {key: row for key, row in _unit_rows().items() if key not in town.units}
    loaded = actions.load_organisations(list(rows.values()), on=since, by=by, at=at)
    town.units |= dict(zip(rows, loaded.entered, strict=True))
    firms = [OrganisationRow(firm.name, firm.uscc, firm.county, "enterprise") for firm in town.firms]
    actions.load_organisations(firms, on=since, by=by, at=at)


def _settle(town: Town, administrator: Actor, *, since: date, at: datetime) -> dict[Seat, str]:
    """Enter every person, appoint them, open their accounts; gives the post behind each seat."""
    persons: dict[Seat, str] = {}
    posts: dict[Seat, str] = {}
    for place, seat in enumerate(SEATS):
        if seat.role == "administrator":
            persons[seat] = administrator.person
            continue
        phone = f"0000-{8000000 + place * 37:07d}"
        persons[seat] = actions.enter_person(person_name(place), work_phone=phone, by=administrator, at=at)
        posts[seat] = _appoint(town, seat, persons[seat], since=since, by=administrator, at=at)
    accounts = _open_accounts(persons, at=at)
    grants = grants_of_many(persons.values(), on=since)
    for place, seat in enumerate(SEATS):
        person = persons[seat]
        actor = Actor(accounts.get(person), person, person_name(place), grants[person])
        town.people.setdefault(seat.unit, []).append(actor)
        if seat.username:
            town.named[seat.username] = actor
    return posts


def _open_accounts(persons: dict[Seat, str], *, at: datetime) -> dict[str, int]:
    """The accounts that may be signed in as come first, made up and without a password; chairs have none."""
    by_name = {seat.username: seat for seat in SEATS if seat.username}
    rest = [seat for seat in SEATS if not seat.username and seat.role != "leader"]
    seats = [*(by_name[name] for name in USERNAMES), *rest]
    places = {seat: place for place, seat in enumerate(SEATS)}
    return {
        persons[seat]: create_account(
            seat.username or persons[seat].lower(), person=persons[seat], name=person_name(places[seat]),
            made_up=bool(seat.username), by=SYSTEM, at=at,
        )
        for seat in seats
    }  # fmt: skip


def _appoint(town: Town, seat: Seat, person: str, *, since: date, by: Actor, at: datetime) -> str:
    return actions.appoint(
        person, organisation=town.units[seat.unit], title=seat.title, role=seat.role, duty=seat.duty,
        region=seat.region, valid_from=since, by=by, at=at,
    )  # fmt: skip


def _set_groups(town: Town, posts: dict[Seat, str], *, since: date, by: Actor, at: datetime) -> None:
    """Leading groups of the city and of each county with office and chairs, and who leads each field."""
    members = [town.units[department_key(department.short_names)] for department in DEPARTMENTS]
    groups = {CITY_CODE: actions.set_leading_group(
        f"{CITY_NAME}质量强市工作领导小组", region=CITY_CODE, office=town.units[OFFICE], members=members, valid_from=since,
        by=by, at=at,
    )}  # fmt: skip
    for county in COUNTIES:
        groups[county.code] = actions.set_leading_group(
            f"{county.name}质量强{county.name[-1]}工作领导小组", region=county.code, valid_from=since,
            office=town.units[f"{county.code}-office"], members=[town.units[county.code]], by=by, at=at,
        )  # fmt: skip
    for seat, post in posts.items():
        if seat.position:
            actions.give_position(groups[seat.region], post=post, position=seat.position, on=since, by=by, at=at)
    for slug, keys in FIELD_LEADS.items():
        codes = [town.units[key] for key in keys]
        actions.set_lead_organisations(slug, codes, region=CITY_CODE, on=since, by=by, at=at)
