"""Addresses of the public pages; they are meant to last."""

from django.urls import path

from zhicheng.web.public import pages

urlpatterns = [
    path("", pages.home, name="public-home"),
    path("programmes/", pages.programmes, name="public-programmes"),
    path("programmes/<slug:code>/", pages.programme, name="public-programme"),
    path("programmes/<slug:code>/items/", pages.items, name="public-items"),
    path("programmes/<slug:code>/tasks/<int:key>/", pages.task, name="public-task"),
    path("data/", pages.data, name="public-data"),
    path("method/", pages.method, name="public-method"),
]
