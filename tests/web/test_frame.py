"""The frame of every page: content policy, languages, large type, refusals and errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils import translation

from zhicheng import web
from zhicheng.core.accounts.models import Account
from zhicheng.core.refusal import RuleBroken
from zhicheng.web.shared.faults import refusal_response, server_error
from zhicheng.web.shared.pages import addresses

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
TEMPLATES = Path(web.__file__).parent / "templates"
# Pages that need no more than an address; those with a code in it are visited by their own tests.
PLAIN = re.compile(r"^/(?!language|appearance)[a-z/2-]*$")


def plain_pages() -> list[str]:
    return sorted({each.pattern for each in addresses() if PLAIN.match(each.pattern)})


@pytest.mark.parametrize("username", ["administrator", "office", "county"])
def test_no_page_holds_inline_style_or_script(browser: Callable[[str], Client], username: str) -> None:
    client = browser(username)
    seen = 0
    for address in plain_pages():
        if "logout" in address:
            continue
        response = client.get(address)
        assert response.status_code < 500, address
        if not response.get("Content-Type", "").startswith("text/html"):
            continue
        seen += 1
        found = INLINE.search(response.content.decode())
        assert found is None, f"{address}: {found and found[0]}"
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
    assert seen > 5


def test_every_address_says_who_may_open_it() -> None:
    undeclared = [each.pattern for each in addresses() if each.page is None]
    assert undeclared == []


def test_a_wrong_address_is_answered_in_the_citys_words(client: Client) -> None:
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert "没有这个网页" in response.content.decode()


def test_a_page_of_another_post_is_refused_with_what_to_do(browser: Callable[[str], Client]) -> None:
    response = browser("unit").get("/desk/accounts/")
    assert response.status_code == 403
    assert "联系本单位管理员" in response.content.decode()


def test_a_machine_is_refused_with_a_problem_document(browser: Callable[[str], Client]) -> None:
    response = browser("unit").get("/desk/accounts/", headers={"Accept": "application/json"})
    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert body["status"] == 403
    assert body["type"] == "urn:zhicheng:not-allowed"


def test_a_refusal_to_htmx_becomes_a_message_on_the_page(rf: RequestFactory) -> None:
    request = rf.get("/", headers={"HX-Request": "true"})
    request.htmx = True  # type: ignore[attr-defined]
    response = refusal_response(request, RuleBroken("数量应为整数。"))
    assert response.status_code == 422
    assert response["HX-Retarget"] == "#messages"
    assert "<html" not in response.content.decode()


def test_whoever_has_not_signed_in_is_led_to_the_sign_in_page(client: Client) -> None:
    response = client.get("/desk/registry/")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/desk/registry/"


def test_a_form_without_its_token_is_refused_politely(town: dict[str, str]) -> None:
    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies["sessionid"] = "of-somebody"
    response = guarded.post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "本次没有保存" in response.content.decode()


@pytest.mark.parametrize(
    ("language", "tag", "word"),
    [("zh-hans", "zh-Hans", "登录"), ("zh-hant", "zh-Hant", "登錄"), ("en", "en", "Sign in")],
)
def test_the_language_is_kept_by_a_plain_form(client: Client, language: str, tag: str, word: str) -> None:
    response = client.post("/language/", {"language": language, "next": "/accounts/login/"})
    assert response["Location"] == "/accounts/login/"
    page = client.get("/accounts/login/").content.decode()
    assert f'<html lang="{tag}"' in page
    assert word in page


def test_a_chosen_language_goes_with_the_account_to_another_computer(
    browser: Callable[[str], Client], town: dict[str, str]
) -> None:
    browser("office").post("/language/", {"language": "zh-hant", "next": "/desk/"})
    elsewhere = browser("office")
    assert 'lang="zh-Hant"' in elsewhere.get("/desk/registry/").content.decode()
    elsewhere.cookies["django_language"] = "en"
    assert 'lang="zh-Hant"' in elsewhere.get("/desk/registry/").content.decode()
    assert 'lang="zh-Hans"' in browser("county").get("/desk/registry/").content.decode()
    assert Client().post("/language/", {"language": "en", "next": "/"}).status_code == 302
    assert set(Account.objects.values_list("username", "language")) >= {("office", "zh-hant"), ("county", "")}


def test_a_language_that_there_is_none_of_is_not_kept(browser: Callable[[str], Client]) -> None:
    browser("office").post("/language/", {"language": "tlh", "next": "/desk/"})
    assert Account.objects.get(username="office").language == ""


def test_whoever_decides_finds_changes_and_matters_in_the_menu(browser: Callable[[str], Client]) -> None:
    entries = ('<a href="/desk/changes/"', '<a href="/desk/matters/"')
    office, county = (browser(name).get("/desk/registry/").content.decode() for name in ("office", "county"))
    assert all(entry in office for entry in entries)
    assert not any(entry in county for entry in entries)
    assert '<a href="/desk/changes/" aria-current="page">' in browser("office").get("/desk/changes/").content.decode()


def test_the_browsers_script_of_chinese_is_followed_but_not_its_english(client: Client) -> None:
    traditional = client.get("/accounts/login/", headers={"Accept-Language": "zh-TW,zh;q=0.9"}).content.decode()
    assert 'lang="zh-Hant"' in traditional
    english = client.get("/accounts/login/", headers={"Accept-Language": "en-US,en"}).content.decode()
    assert 'lang="zh-Hans"' in english


def test_the_way_back_never_leads_to_another_site(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


def test_large_type_is_kept_by_a_plain_form(client: Client) -> None:
    client.post("/appearance/", {"large": "1", "next": "/accounts/login/"})
    assert 'class="large"' in client.get("/accounts/login/").content.decode()


def test_a_made_up_city_says_so_on_its_pages(browser: Callable[[str], Client]) -> None:
    page = browser("office").get("/desk/registry/").content.decode()
    assert "演示系统：地名、单位、数据均为虚构。" in page


def test_a_real_city_does_not_call_itself_made_up(client: Client) -> None:
    assert "均为虚构" not in client.get("/accounts/login/").content.decode()


def _broken(request: object) -> None:
    raise ZeroDivisionError("secret detail")


broken_urls = [path("broken/", _broken)]
handler500 = server_error


class BrokenSite:
    """A site whose only page fails."""

    urlpatterns = broken_urls
    handler500 = staticmethod(server_error)


@override_settings(ROOT_URLCONF=BrokenSite)
def test_an_error_of_ours_says_nothing_technical() -> None:
    client = Client(raise_request_exception=False)
    response = client.get("/broken/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "已记录" in page
    assert "secret detail" not in page
    assert "Traceback" not in page


def test_the_error_page_is_written_in_the_active_language(rf: RequestFactory) -> None:
    with translation.override("zh-hant"):
        assert "系統出錯" in server_error(rf.get("/")).content.decode()


def test_htmx_is_led_to_the_sign_in_page_of_the_whole_window(client: Client) -> None:
    response = client.get(
        "/desk/registry/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/"}
    )
    assert response.status_code == 204
    assert response["HX-Redirect"] == "/accounts/login/?next=/desk/"


def test_a_machine_that_has_not_signed_in_gets_a_problem_document(client: Client) -> None:
    response = client.get("/desk/registry/", headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert json.loads(response.content)["type"] == "urn:zhicheng:sign-in-needed"


def test_too_much_at_once_is_refused_politely(town: dict[str, str]) -> None:
    response = Client(raise_request_exception=False).post("/accounts/login/", {"login": "x" * 6_000_000})
    assert response.status_code in (400, 413)
    assert "未作任何改动" in response.content.decode()


def test_no_template_holds_inline_style_or_script() -> None:
    found = {
        str(file.relative_to(TEMPLATES)): hit[0]
        for file in sorted(TEMPLATES.rglob("*.html"))
        if (hit := INLINE.search(file.read_text("utf-8")))
    }
    assert found == {}


def test_an_address_for_forms_only_says_so_instead_of_staying_blank(browser: Callable[[str], Client]) -> None:
    response = browser("office").get("/desk/ledger/verification/")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "请从上方导航回到原来的网页重新提交" in response.content.decode()
