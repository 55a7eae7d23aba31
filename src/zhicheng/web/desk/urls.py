"""Addresses of the desk: each page module brings its own."""

from django.urls import include, path

from zhicheng.web.desk import accounts, claims, jobs, ledger, statutes

urlpatterns = [
    path("", include("zhicheng.web.desk.goals.urls")),
    path("editions/", include("zhicheng.web.desk.indicators.urls")),
    path("documents/", include("zhicheng.web.desk.publications.urls")),
    path("forms/", include("zhicheng.web.desk.publications_forms.urls")),
    path("registry/", include("zhicheng.web.desk.registry.urls")),
    path("statutes/", include(statutes.urlpatterns)),
    path("accounts/", include(accounts.urlpatterns)),
    path("ledger/", include(ledger.urlpatterns)),
    path("claims/", include(claims.urlpatterns)),
    path("jobs/", include(jobs.urlpatterns)),
]
