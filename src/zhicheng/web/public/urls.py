"""Addresses of the public pages; they are meant to last, and those of before lead to them."""

from django.urls import path

from zhicheng.web.public import (
    about,
    corrections,
    documents,
    feeds,
    home,
    moved,
    open_data,
    organisations,
    progress,
    search,
    wayfinding,
)  # fmt: skip

urlpatterns = [
    path("", home.home, name="public-home"),
    path("progress/", progress.programmes, name="public-progress"),
    path("progress/<slug:code>/", progress.programme, name="public-programme"),
    path("progress/<slug:code>/fields/<slug:field>/", progress.field, name="public-field"),
    path("progress/<slug:code>/tasks/<slug:key>/", progress.task, name="public-task"),
    path("documents/", documents.documents, name="public-documents"),
    path("documents/<slug:code>/", documents.document, name="public-document"),
    path("documents/<slug:code>/<int:version>/", documents.document, name="public-document-version"),
    path(
        "documents/<slug:code>/<int:version>/<slug:code_again>.<str:kind>", documents.file, name="public-document-file"
    ),
    path("organisations/", organisations.lookup, name="public-organisations"),
    path("organisations/units/<path:name>/", organisations.unit, name="public-unit"),
    path("organisations/<slug:code>/", organisations.firm, name="public-firm"),
    path("data/", open_data.data, name="public-data"),
    path("data/<str:code>/", open_data.edition, name="public-edition"),
    path("data/<str:code>/datapackage.json", open_data.package, name="public-package"),
    path("data/<str:code>/<slug:table>.<str:kind>", open_data.file, name="public-file"),
    path("method/", about.method, name="public-method"),
    path("corrections/", corrections.corrections, name="public-corrections"),
    path("corrections/corrections.<str:kind>", corrections.file, name="public-corrections-file"),
    path("about/", about.about, name="public-about"),
    path("accessibility/", about.accessibility, name="public-accessibility"),
    path("search/", search.search, name="public-search"),
    path("feeds/", feeds.feeds, name="public-feeds"),
    path("feeds/<slug:topic>.xml", feeds.feed, name="public-feed"),
    path("sitemap.xml", wayfinding.sitemap, name="public-sitemap"),
    path("robots.txt", wayfinding.robots, name="public-robots"),
    path("opensearch.xml", wayfinding.opensearch, name="public-opensearch"),
    path("programmes/", moved.programmes),
    path("programmes/<slug:code>/", moved.programme),
    path("programmes/<slug:code>/items/", moved.items),
    path("programmes/<slug:code>/tasks/<slug:key>/", moved.task),
]
