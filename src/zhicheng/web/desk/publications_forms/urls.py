"""Addresses of the desk pages on tables from above."""

from django.urls import path

from zhicheng.web.desk.publications_forms import acts, filling, listing, one, requesting

urlpatterns = [
    path("", listing.listed, name="desk-forms"),
    path("new/", listing.new, name="desk-form-new"),
    path("requests/", requesting.requests, name="desk-form-requests"),
    path("requests/<int:key>/", requesting.request_shown, name="desk-form-request"),
    path("requests/<int:key>/again/", requesting.again, name="desk-form-request-again"),
    path("requests/<int:key>/withdraw/", requesting.withdraw, name="desk-form-request-withdraw"),
    path("<int:key>/", one.detail, name="desk-form"),
    path("<int:key>/sources/", one.sources, name="desk-form-sources"),
    path("<int:key>/answers/", filling.answer, name="desk-form-answer"),
    path("<int:key>/answers/forget/", filling.forget, name="desk-form-forget"),
    path("<int:key>/cell/", filling.type_cell, name="desk-form-cell"),
    path("<int:key>/edition/", acts.edition, name="desk-form-edition"),
    path("<int:key>/ask/", requesting.ask, name="desk-form-ask"),
    path("<int:key>/submit/", acts.submit, name="desk-form-submit"),
    path("<int:key>/approve/", acts.approve, name="desk-form-approve"),
    path("<int:key>/send-back/", acts.send_back, name="desk-form-send-back"),
    path("<int:key>/hand-back/", acts.hand_back, name="desk-form-hand-back"),
    path("<int:key>/withdraw/", acts.withdraw, name="desk-form-withdraw"),
    path("<int:key>/trial/", acts.trial, name="desk-form-trial"),
    path("<int:key>/files/<int:attachment>/", acts.file, name="desk-form-file"),
]
