"""The addresses of the API, each declared as a page; a new version that breaks programs gets addresses of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils import translation
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from zhicheng.web.api import papers, reading, reporting
from zhicheng.web.api.description import described
from zhicheng.web.api.faults import handle
from zhicheng.web.public.kept import open_page
from zhicheng.web.shared.pages import page

VERSION = "1.0"
ABOUT = (
    "质量强市数据接口：已公布的数据、公文和勘误供任何人读取；责任单位凭个人令牌报送进展。"
    "Open data of the quality programme, and reporting with a personal token."
)


class Readable(JSONRenderer):
    """Chinese as it is written: shorter, and whoever looks at an answer can read it."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="质城 Zhicheng", version=VERSION, description=ABOUT, docs_url=None, openapi_url=None, urls_namespace="api",
    renderer=Readable(),
)  # fmt: skip
handle(api)
for each in (reading.router, papers.router, reporting.router):
    api.add_router("", each)


def description() -> dict[str, Any]:
    """The description of every operation, fresh, so that whoever shows it may change it."""
    return described(dict(api.get_openapi_schema(path_prefix="/api/v1/")))


@open_page(exact=True)
def openapi(_request: HttpRequest) -> JsonResponse:
    """The description as a file."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


def _in_one_language(view: Callable[..., Any]) -> Callable[..., Any]:
    """Names and sentences of the API do not change with what a browser would like."""

    def answered(request: Any, *args: Any, **kwargs: Any) -> Any:
        with translation.override("zh-hans"):
            return view(request, *args, **kwargs)

    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def _declared(pattern: URLPattern) -> URLPattern:
    """One of ninja's addresses as a page: what anybody may read is kept, what needs a token never."""
    route, view = str(pattern.pattern), _in_one_language(pattern.callback)
    open_to_all = page(public=True)(view) if route.startswith("my/") else open_page(exact=True)(view)
    return path(route, open_to_all, name=f"api-{pattern.name}")


_found: list[Any] = api.urls[0]
urlpatterns = [
    path("openapi.json", openapi, name="api-openapi"),
    *(_declared(each) for each in _found if "{" not in each.name),
]
