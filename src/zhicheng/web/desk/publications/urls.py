"""Addresses of the pages for documents."""

from django.urls import path

from zhicheng.web.desk.publications import correcting, deciding, editing, listing, reading

urlpatterns = [
    path("", listing.listed, name="desk-documents"),
    path("new/", listing.new, name="desk-document-new"),
    path("corrections/", correcting.listed, name="desk-corrections"),
    path("corrections/<int:key>/dismiss/", correcting.dismiss, name="desk-correction-dismiss"),
    path("<slug:code>/", reading.detail, name="desk-document"),
    path("<slug:code>/edit/", editing.edit, name="desk-document-edit"),
    path("<slug:code>/palette/", editing.names, name="desk-document-palette"),
    path("<slug:code>/preview/", editing.preview, name="desk-document-preview"),
    path("<slug:code>/draft.<slug:form>", reading.draft_file, name="desk-document-draft"),
    path("<slug:code>/versions/<int:number>/", reading.version, name="desk-document-version"),
    path("<slug:code>/versions/<int:number>/file.<slug:form>", reading.file, name="desk-document-file"),
    path("<slug:code>/check/", deciding.check, name="desk-document-check"),
    path("<slug:code>/submit/", deciding.submit, name="desk-document-submit"),
    path("<slug:code>/approve/", deciding.approve, name="desk-document-approve"),
    path("<slug:code>/return/", deciding.give_back, name="desk-document-return"),
    path("<slug:code>/drop/", deciding.drop, name="desk-document-drop"),
    path("<slug:code>/publish/", deciding.publish, name="desk-document-publish"),
    path("<slug:code>/withdraw/", deciding.withdraw, name="desk-document-withdraw"),
    path("<slug:code>/correct/", correcting.begin, name="desk-document-correct"),
]
