"""Ids of other counties, forms sent twice, forms that went stale, dates turned round, names that no body bears."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.web.registry.conftest import NOW
from zhicheng.core.access import SYSTEM
from zhicheng.core.accounts.models import Account
from zhicheng.core.ledger.models import Entry
from zhicheng.registry import actions, queries
from zhicheng.registry.models import Organisation, Person, Post
from zhicheng.registry.queries import people, regions

pytestmark = pytest.mark.clause("A1")
Browser = Callable[[str], Client]


def sentences(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page)


def test_a_countys_administrator_reaches_no_account_of_the_city(keeper: Client, town: dict[str, str]) -> None:
    city = Account.objects.get(username="office").pk
    for address in ("", "invite/", "close/", "second-factor/"):
        for response in (
            keeper.get(f"/desk/accounts/{city}/{address}"),
            keeper.post(f"/desk/accounts/{city}/{address}"),
        ):
            assert response.status_code == 404, address
    listed = keeper.get("/desk/accounts/").content.decode()
    assert "陆科长" in listed
    assert "沈主任" not in listed
    assert "沈主任" not in keeper.get("/desk/accounts/?format=csv&closed=1").content.decode()
    assert keeper.get(f"/desk/accounts/{Account.objects.get(username='county').pk}/").status_code == 200
    unset = keeper.post("/desk/accounts/invitations/", {"accounts": [city]})
    assert unset.status_code == 422
    # Somebody of the city is not given an account either.
    taken = keeper.post("/desk/accounts/open/", {"person": town["office"], "username": "mine"})
    assert taken.status_code == 403
    assert not Account.objects.filter(username="mine").exists()


def test_ids_of_elsewhere_change_nothing_in_the_registry(keeper: Client, town: dict[str, str]) -> None:
    city, office = town["演示市教育局"], town["office"]
    [post] = people.posts_of(town["unit"], on=NOW)
    entries = Entry.objects.count()
    for address, given in (
        (f"organisations/{city}/amend/", {"kind": "department", "region": "990100", "on": NOW}),
        (f"organisations/{city}/rename/", {"name": "演示市教育委员会", "on": NOW}),
        (f"organisations/{city}/merge/", {"into": "墨溪区人民政府", "on": NOW}),
        (f"organisations/{city}/close/", {"last_day": NOW}),
        (f"organisations/{city}/divide/?into1=墨溪区人民政府&into2=演示市农业农村局&on={NOW}", {"heir": city}),
        (f"people/{office}/amend/", {"name": "改名", "work_phone": ""}),
        (f"people/{town['unit']}/posts/{post.code}/end/", {"last_day": NOW}),
        (f"people/{town['unit']}/posts/{post.code}/deputise/",
         {"person": office, "valid_from": NOW, "valid_to": NOW, "reason": "出差"}),
        (f"people/{town['unit']}/hand-over/", {"posts": [post.code], "to": office, "on": NOW, "reason": "调动"}),
        (f"people/{office}/posts/{post.code}/end/", {"last_day": NOW}),
        (f"people/{town['county']}/appoint/",
         {"organisation": city, "title": "科员", "role": "unit", "valid_from": NOW}),
        (f"people/{town['county']}/appoint/",
         {"organisation": "墨溪区人民政府", "title": "科员", "role": "administrator", "region": "990100", "valid_from": NOW}),
        ("organisations/enter/", {"name": "演示市新局", "kind": "department", "region": "990100", "valid_from": NOW}),
        ("regions/990104/rename/", {"name": "改名县", "on": NOW}),
        ("regions/990101/move/", {"parent": "990104", "on": NOW}),
        ("regions/990104/merge/", {"into": "990101", "on": NOW}),
        ("regions/enter/", {"code": "990104009", "name": "新镇", "level": "township", "parent": "990104", "on": NOW}),
        ("group/set-up/?region=990104", {"name": "领导小组", "office": "墨溪区人民政府", "valid_from": NOW}),
        ("group/leads/works/?region=990104", {"organisations": [], "on": NOW}),
        ("group/leads/works/?region=9901zz", {"organisations": [], "on": NOW}),
    ):  # fmt: skip
        response = keeper.post(f"/desk/registry/{address}", given)
        assert response.status_code in (403, 404, 422), (address, response.status_code)
        assert len(sentences(response.content.decode())) > 20
    assert Entry.objects.count() == entries
    assert Organisation.objects.filter(valid_to=None).count() == 4
    assert Post.objects.filter(valid_to=None).count() == 6


def test_a_form_sent_twice_makes_nothing_twice(browser: Browser, town: dict[str, str]) -> None:
    client = browser("administrator")
    person = {"name": "周样例"}
    assert client.post("/desk/registry/people/enter/", person).status_code == 302
    again = client.post("/desk/registry/people/enter/", person)
    assert again.status_code == 422
    assert "同名" in again.content.decode()
    assert client.post("/desk/registry/people/enter/", {**person, "namesake": "on"}).status_code == 302
    code = Person.objects.filter(name="周样例").order_by("code")[0].code
    post = {
        "organisation": "演示市教育局",
        "title": "科员",
        "role": "unit",
        "valid_from": NOW,
        "valid_to": "2025-12-31",
    }
    assert client.post(f"/desk/registry/people/{code}/appoint/", post).status_code == 302
    assert "重叠" in client.post(f"/desk/registry/people/{code}/appoint/", post).content.decode()
    place = {"name": "演示新局", "kind": "department", "region": "990100", "valid_from": NOW}
    assert client.post("/desk/registry/organisations/enter/", place).status_code == 302
    assert client.post("/desk/registry/organisations/enter/", place).status_code == 422
    account = {"person": code, "username": "zhou"}
    assert client.post("/desk/accounts/open/", account).status_code == 200
    assert client.post("/desk/accounts/open/", account).status_code == 422
    assert Post.objects.filter(person__code=code).count() == 1


def test_two_people_at_one_form_are_told_of_each_other(browser: Browser, town: dict[str, str], at: datetime) -> None:
    client = browser("office")
    address = f"/desk/registry/organisations/{town['演示市教育局']}/amend/"
    mark = re.search(r'name="mark" value="(\w+)"', client.get(address).content.decode())
    assert mark is not None
    actions.amend_organisation(town["演示市教育局"], short_names=["市教委"], on=NOW, by=SYSTEM, at=at)
    mine = {"mark": mark[1], "kind": "institution", "region": "990100", "short_names": "教育局", "on": NOW}
    stale = client.post(address, mine)
    page = stale.content.decode()
    assert stale.status_code == 422
    assert "已被他人修改" in page
    assert "市教委" in page
    assert 'value="教育局"' in page
    assert queries.organisation(town["演示市教育局"]).kind == "department"
    fresh = re.search(r'name="mark" value="(\w+)"', page)
    assert fresh is not None
    assert client.post(address, {**mine, "mark": fresh[1]}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("uscc", "12990100MB0000001A", "校验码|字符"),
        ("uscc", "12990100MB", "18位"),
        ("uscc", "12990100ＭＢ000000😀1", "字符"),
        ("name", "演示😀局", "U\\+1F600"),
        ("name", "演示\u202e局", "U\\+202E"),
        ("name", "演示\x07局", "U\\+0007|字符"),
        ("short_names", "好\u200b局", "U\\+200B"),
        ("region", "990999", "有效|选择"),
        ("valid_from", "2025-02-30", "日期"),
    ],
)
def test_values_that_no_register_takes(browser: Browser, field: str, value: str, said: str) -> None:
    given = {"name": "演示新局", "kind": "department", "region": "990100", "valid_from": "2025-01-01", field: value}
    before = Organisation.objects.count()
    response = browser("office").post("/desk/registry/organisations/enter/", given)
    assert response.status_code == 422
    assert re.search(said, response.content.decode())
    assert Organisation.objects.count() == before


def test_dates_in_the_wrong_order_are_told_beside_the_form(browser: Browser, town: dict[str, str]) -> None:
    client = browser("administrator")
    code = town["演示市教育局"]
    base = "/desk/registry"
    for address, given in (
        (f"organisations/{code}/rename/", {"name": "演示市教育委员会", "on": "2020-01-01"}),
        (f"organisations/{code}/merge/", {"into": "演示市农业农村局", "on": "2020-01-01"}),
        (f"organisations/{code}/close/", {"last_day": "2020-01-01"}),
        (f"people/{town['unit']}/appoint/",
         {"organisation": code, "title": "科员", "role": "unit", "valid_from": NOW, "valid_to": "2025-01-01"}),
        ("regions/990101/rename/", {"name": "墨渠区", "on": "2020-01-01"}),
        ("regions/990101/merge/", {"into": "990104", "on": "2020-01-01"}),
    ):  # fmt: skip
        response = client.post(f"{base}/{address}", given)
        assert response.status_code == 422, address
        assert "请" in sentences(response.content.decode())
    assert queries.organisation(code).valid_to is None
    assert len(regions.history("990101")) == 1


@pytest.mark.parametrize(
    ("address", "query", "hit"),
    [
        ("/desk/registry/", "教育", "演示市教育局"), ("/desk/registry/", "墨溪區", "墨溪区人民政府"),
        ("/desk/registry/people/", "許科", "许科长"), ("/desk/registry/regions/", "硯湖", "砚湖县"),
        ("/desk/accounts/", "許科", "许科长"),
    ],
)  # fmt: skip
def test_every_list_finds_by_two_characters_in_either_script(
    browser: Browser, town: dict[str, str], address: str, query: str, hit: str
) -> None:
    page = browser("administrator").get(address, {"q": query}).content.decode()
    assert hit in page
    nothing = browser("administrator").get(address, {"q": "查无此名"})
    assert nothing.status_code == 200
    assert f">{hit}<" not in nothing.content.decode().split("</form>")[-1] or address.endswith("regions/")


def test_one_character_is_answered_with_a_sentence(browser: Browser) -> None:
    for address in ("/desk/registry/", "/desk/registry/people/", "/desk/registry/regions/"):
        assert re.search("至少输入(2|两)个字", browser("unit").get(address, {"q": "墨"}).content.decode())


def test_two_people_choosing_lead_offices_are_told_of_each_other(
    browser: Browser, town: dict[str, str], at: datetime
) -> None:
    client = browser("office")
    address = "/desk/registry/group/leads/works/?region=990100"
    mark = re.search(r'name="mark" value="(\w+)"', client.get(address).content.decode())
    assert mark is not None
    actions.set_lead_organisations("works", [town["演示市教育局"]], region="990100", on=NOW, by=SYSTEM, at=at)
    mine = {"mark": mark[1], "organisations": [town["演示市农业农村局"]], "on": NOW}
    stale = client.post(address, mine)
    assert stale.status_code == 422
    assert "已被他人修改" in stale.content.decode()
    assert queries.lead_organisations("works", region="990100", on=NOW) == (town["演示市教育局"],)
    assert client.post(address, {**mine, "mark": ""}).status_code == 302
