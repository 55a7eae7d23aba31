"""Pages of visitors are kept, packed and shared; whoever has signed in gets their own; nothing stale is ever shown."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from tests.public_face import made
from zhicheng.core.accounts.models import Account
from zhicheng.web.public import away, kept
from zhicheng.web.shared.static import wheel_file

PAGES = (
    "/", "/progress/", f"/progress/{made.CODE}/", f"/progress/{made.CODE}/fields/product/", f"/progress/{made.CODE}/tasks/11/",
    "/documents/", "/documents/bulletin-2025q3/", "/organisations/", f"/organisations/{made.NAMED_CODE}/", "/data/",
    f"/data/{made.LATEST}/", f"/data/{made.LATEST}/tasks.csv", "/method/", "/corrections/", "/about/", "/accessibility/",
    "/search/?q=认证", "/feeds/", "/feeds/all.xml", "/sitemap.xml",
)  # fmt: skip
STATIC = Path(kept.__file__).parent.parent / "static"
MOST = 200 * 1024


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every attempt to reach the database fails as it does when the server is gone."""

    def gone(_self: object, *_given: object, **_named: object) -> None:
        raise OperationalError("could not connect to server")

    for name in ("ensure_connection", "connect", "cursor"):
        monkeypatch.setattr(BaseDatabaseWrapper, name, gone)
    away.LOOKOUT.noticed()


@pytest.mark.parametrize("address", PAGES)
def test_a_visitor_asks_no_table_of_anything(
    address: str, city: Path, db: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert Client().get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_there_while_the_database_is_away(address: str, city: Path, no_database: None) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200
    if answer["Content-Type"].startswith("text/html"):
        assert "数据库暂时无法连接" in answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_whoever_has_signed_in_reads_on_as_a_visitor_while_it_is_away(
    address: str, city: Path, no_database: None
) -> None:
    client = Client()
    client.cookies["sessionid"] = "of-somebody-who-signed-in"
    answer = client.get(address)
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies, "the cookie is still good when the database is back"
    if answer["Content-Type"].startswith("text/html"):
        page = answer.content.decode()
        assert "数据库暂时无法连接" in page
        assert ">登录</a>" in page


def test_the_notice_goes_when_the_database_is_back(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(away.LOOKOUT, "_away", True)
    assert "数据库暂时无法连接，以下为截至2025年10月22日、已经公布的数据" in Client().get("/").content.decode()
    monkeypatch.setattr(away.LOOKOUT, "_away", False)
    assert "数据库暂时无法连接" not in Client().get("/").content.decode()


def test_a_file_that_is_gone_is_away_and_is_not_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connections["default"]
    if connection.vendor != "sqlite":
        pytest.skip("只在 SQLite 上有文件")
    gone = tmp_path / "zhicheng.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(gone))
    assert not away.reachable()
    assert not gone.exists()


def test_the_lookout_remembers_and_renews_beside_the_requests() -> None:
    let_go, looked = Event(), Event()

    def look() -> bool:
        let_go.wait(10)
        looked.set()
        return False

    lookout = away.Lookout(look, fresh=0.0)
    assert not lookout.away(), "nobody waits for the first look"
    let_go.set()
    assert looked.wait(10)
    lookout.renew()
    assert lookout.away()


def test_an_answer_is_kept_tagged_and_packed(city: Path) -> None:
    client = Client()
    first = client.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert first["Content-Encoding"] == "gzip"
    assert "5\u00a0项任务中" in gzip.decompress(first.content).decode()
    assert client.get("/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get("/", headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get("/", headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    assert client.head("/").status_code == 200
    assert first["Cache-Control"] == kept.FRESHNESS
    assert {"Accept-Encoding", "Accept-Language", "Cookie"} <= {each.strip() for each in first["Vary"].split(",")}
    for name in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options"):
        assert client.get("/").has_header(name), name


def test_what_is_published_shows_at_once(city: Path, client: Client) -> None:
    assert "公文更正或撤回 1 份" in client.get("/corrections/").content.decode()
    index = city / "published" / "documents" / "index.json"
    index.write_text('{"documents": []}', "utf-8")
    seen = index.stat()
    os.utime(index, ns=(seen.st_atime_ns, seen.st_mtime_ns + 1_000_000))
    assert "公文更正或撤回 0 份" in client.get("/corrections/").content.decode()


def test_languages_and_type_sizes_are_kept_apart(city: Path) -> None:
    plain, other = Client(), Client()
    other.cookies["django_language"] = "zh-hant"
    other.cookies["large"] = "1"
    texts = [each.get("/").content.decode() for each in (plain, other, plain, other)]
    assert texts[0] == texts[2]
    assert texts[1] == texts[3]
    assert 'class="large"' in texts[1]
    assert 'class="large"' not in texts[0]


def test_an_unknown_query_neither_fills_the_shelf_nor_comes_back(city: Path, client: Client) -> None:
    before = client.get("/").content
    assert client.get("/?utm_source=%22%3E%3Cx").content == before
    assert "utm" not in client.get("/documents/?utm=1&year=2025").content.decode()


def test_a_visitors_page_bears_no_token_and_sets_no_cookie(city: Path) -> None:
    for address in PAGES:
        answer = Client().get(address)
        assert not answer.cookies, address
        assert b"csrf" not in answer.content.lower(), address


def test_whoever_has_signed_in_gets_a_page_of_their_own(city: Path, db: None) -> None:
    account = Account.objects.create(username="somebody", name="样例乙")
    client = Client()
    client.force_login(account)
    answer = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert "样例乙" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-cache"
    assert not answer.has_header("Content-Encoding")
    assert "样例乙" not in Client().get("/").content.decode()


def test_the_shelf_forgets_what_was_longest_unread() -> None:
    shelf = kept.Shelf(most=250)
    rows = {name: kept.Kept(name.encode() * 100, None, (), name, 0) for name in "abc"}
    for name in "ab":
        shelf.put((name,), rows[name])
    assert shelf.get(("a",)) is rows["a"]
    shelf.put(("c",), rows["c"])
    assert shelf.get(("b",)) is None
    assert shelf.get(("a",)) is rows["a"]


def test_no_page_weighs_more_than_200_kb(folder: Path) -> None:
    made.publish(folder / "published", items=2000)
    made.publish_documents(folder / "published")
    sheets = [
        path for name in ("zhicheng.css", "public.css", "page.js", "seal.svg") for path in [STATIC / "zhicheng" / name]
    ]
    shared = sum(
        len(gzip.compress(path.read_bytes())) for path in (*sheets, wheel_file("bootstrap/bootstrap.min.css")) if path
    )
    for address in PAGES:
        answer = Client().get(address, headers={"Accept-Encoding": "gzip"})
        if answer["Content-Type"].startswith("text/html"):
            assert len(answer.content) + shared < MOST, address
