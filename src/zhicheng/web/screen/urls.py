"""Addresses of the wall."""

from django.urls import path

from zhicheng.web.screen import views

urlpatterns = [
    path("", views.wall, name="screen"),
    path("worker.js", views.worker, name="screen-worker"),
]
