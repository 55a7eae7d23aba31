"""Addresses of the desk pages on editions."""

from django.urls import path

from zhicheng.web.desk.indicators import acts, comparing, editions, freezing

urlpatterns = [
    path("", editions.listed, name="desk-editions"),
    path("freeze/", freezing.choose, name="desk-edition-programmes"),
    path("freeze/<int:programme>/", freezing.freeze, name="desk-edition-freeze"),
    path("<str:code>/", editions.detail, name="desk-edition"),
    path("<str:code>/compare/", comparing.compare, name="desk-edition-compare"),
    path("<str:code>/publish/", acts.publish, name="desk-edition-publish"),
    path("<str:code>/withdraw/", acts.withdraw, name="desk-edition-withdraw"),
]
