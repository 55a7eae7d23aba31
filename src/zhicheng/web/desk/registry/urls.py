"""Addresses of the registry's desk pages."""

from django.urls import path

from zhicheng.web.desk.registry import groups, organisations, people, regions

urlpatterns = [
    path("", organisations.search, name="desk-registry"),
    path("organisations/enter/", organisations.enter, name="desk-organisation-enter"),
    path("organisations/load/", regions.load_organisations, name="desk-organisations-load"),
    path("organisations/options/", organisations.options, name="desk-organisation-options"),
    path("organisations/<slug:code>/", organisations.detail, name="desk-organisation"),
    path("organisations/<slug:code>/amend/", organisations.amend, name="desk-organisation-amend"),
    path("organisations/<slug:code>/rename/", organisations.rename, name="desk-organisation-rename"),
    path("organisations/<slug:code>/merge/", organisations.merge, name="desk-organisation-merge"),
    path("organisations/<slug:code>/close/", organisations.close, name="desk-organisation-close"),
    path("regions/", regions.tree, name="desk-regions"),
    path("regions/load/", regions.load_regions, name="desk-regions-load"),
    path("people/", people.search, name="desk-people"),
    path("people/enter/", people.enter, name="desk-person-enter"),
    path("people/options/", people.options, name="desk-person-options"),
    path("people/<slug:code>/", people.detail, name="desk-person"),
    path("people/<slug:code>/amend/", people.amend, name="desk-person-amend"),
    path("people/<slug:code>/appoint/", people.appoint, name="desk-person-appoint"),
    path("people/<slug:code>/posts/<slug:post>/end/", people.end_post, name="desk-post-end"),
    path("group/", groups.overview, name="desk-group"),
    path("group/set-up/", groups.set_group, name="desk-group-set"),
    path("group/members/", groups.set_members, name="desk-group-members"),
    path("group/position/", groups.give_position, name="desk-group-position"),
    path("group/leads/<slug:field>/", groups.set_leads, name="desk-group-leads"),
]
