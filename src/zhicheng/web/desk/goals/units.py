"""Addresses of the units' pages: today, own tasks, signing, five fixed, reporting, verifying, the period's sheet."""

from django.urls import path

from zhicheng.web.desk.goals import (
    units_changes,
    units_correcting,
    units_evidence,
    units_fixing,
    units_parts,
    units_reporting,
    units_reports,
    units_sheet,
    units_splitting,
    units_today,
    units_verifying,
)

urlpatterns = [
    path("", units_today.today, name="desk-today"),
    path("today.ics", units_today.calendar, name="desk-today-calendar"),
    path("parts/", units_parts.listed, name="desk-parts"),
    path("parts/sign/", units_parts.sign_several, name="desk-parts-sign"),
    path("parts/<int:key>/", units_parts.detail, name="desk-part"),
    path("parts/<int:key>/sign/", units_parts.sign, name="desk-part-sign"),
    path("parts/<int:key>/fix/", units_fixing.fix, name="desk-part-fix"),
    path("parts/<int:key>/split/", units_splitting.split, name="desk-part-split"),
    path("parts/<int:key>/change/", units_changes.ask, name="desk-part-change"),
    path("parts/<int:key>/report/<slug:period>/", units_reporting.write, name="desk-report-write"),
    path("parts/<int:key>/due/<slug:period>/", units_reporting.due, name="desk-report-due"),
    path("reports/", units_reports.listed, name="desk-reports"),
    path("reports/<int:key>/", units_reports.detail, name="desk-report"),
    path("reports/<int:key>/submit/", units_reporting.submit, name="desk-report-submit"),
    path("reports/<int:key>/verify/", units_verifying.verify, name="desk-report-verify"),
    path("reports/<int:key>/return/", units_verifying.send_back, name="desk-report-return"),
    path("reports/<int:key>/rows/", units_correcting.rows, name="desk-report-rows"),
    path("reports/<int:key>/correct/", units_correcting.correct, name="desk-report-correct"),
    path("reports/<int:key>/evidence/", units_evidence.attach, name="desk-report-evidence"),
    path("reports/<int:key>/evidence/<int:attachment>/", units_evidence.download, name="desk-evidence"),
    path(
        "reports/<int:key>/evidence/<int:attachment>/withdraw/", units_evidence.withdraw, name="desk-evidence-withdraw"
    ),
    path("sheet/<slug:programme>/<slug:period>/", units_sheet.sheet, name="desk-sheet"),
    path("sheet/<slug:programme>/<slug:period>/download/", units_sheet.download, name="desk-sheet-download"),
]
