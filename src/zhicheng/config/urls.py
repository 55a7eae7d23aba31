"""The addresses of the site: the public pages, the desk, and signing in."""

from django.urls import include, path

from zhicheng.web.api import documentation
from zhicheng.web.shared import health, preferences

urlpatterns = [
    path("health/", health.health, name="health"),
    path("language/", preferences.language, name="language"),
    path("appearance/", preferences.appearance, name="appearance"),
    path("accounts/", include("zhicheng.web.accounts.urls")),
    path("desk/", include("zhicheng.web.desk.urls")),
    path("screen/", include("zhicheng.web.screen.urls")),
    path("api/v1/", include("zhicheng.web.api.urls")),
    path("data/api/", documentation.documentation, name="public-api"),
    path("", include("zhicheng.web.public.urls")),
]

handler400 = "zhicheng.web.shared.faults.bad_request"
handler403 = "zhicheng.web.shared.faults.forbidden"
handler404 = "zhicheng.web.shared.faults.not_found"
handler500 = "zhicheng.web.shared.faults.server_error"
