"""Addresses of the office's pages: programmes, sources, tasks, imports, assigning, changes, matters, reporting."""

from django.urls import path

from zhicheng.web.desk.goals import (
    office_assigning,
    office_changes,
    office_imports,
    office_matters,
    office_programmes,
    office_reporting,
    office_sources,
    office_task,
    office_tasks,
    office_tree,
)

urlpatterns = [
    path("programmes/", office_programmes.listed, name="desk-programmes"),
    path("programmes/new/", office_programmes.new, name="desk-programme-new"),
    path("programmes/<int:key>/", office_programmes.detail, name="desk-programme"),
    path("programmes/<int:key>/move/<slug:verb>/", office_programmes.move, name="desk-programme-move"),
    path("programmes/<int:key>/visibility/", office_programmes.open_to, name="desk-programme-open"),
    path("programmes/<int:key>/sources/", office_sources.listed, name="desk-sources"),
    path("programmes/<int:key>/sources/new/", office_sources.new, name="desk-source-new"),
    path("programmes/<int:key>/sources/<int:source>/", office_sources.detail, name="desk-source"),
    path("programmes/<int:key>/sources/<int:source>/move/<slug:verb>/", office_sources.move, name="desk-source-move"),
    path("programmes/<int:key>/imports/", office_imports.listed, name="desk-imports"),
    path("programmes/<int:key>/assigning/", office_assigning.table, name="desk-assigning"),
    path("programmes/<int:key>/assigning/check/", office_assigning.check, name="desk-split-check"),
    path("programmes/<int:key>/assigning/deliver/", office_assigning.deliver, name="desk-deliver"),
    path("programmes/<int:key>/reporting/", office_reporting.overview, name="desk-reporting"),
    path("programmes/<int:key>/reporting/<slug:period>/open/", office_reporting.begin, name="desk-reporting-open"),
    path("programmes/<int:key>/tasks/new/", office_task.new, name="desk-task-new"),
    path("tasks/", office_tasks.listed, name="desk-tasks"),
    path("tasks/tree/", office_tree.tree, name="desk-task-tree"),
    path("tasks/<int:key>/", office_task.detail, name="desk-task"),
    path("tasks/<int:key>/amend/", office_task.amend, name="desk-task-amend"),
    path("tasks/<int:key>/sentences/", office_sources.link_sentences, name="desk-task-sentences"),
    path("tasks/<int:key>/change/", office_changes.ask, name="desk-task-change"),
    path("imports/<int:key>/", office_imports.session, name="desk-import"),
    path("imports/<int:key>/progress/", office_imports.progress, name="desk-import-progress"),
    path("imports/<int:key>/store/", office_imports.store, name="desk-import-store"),
    path("imports/<int:key>/undo/", office_imports.undo, name="desk-import-undo"),
    path("changes/", office_changes.listed, name="desk-changes"),
    path("changes/<int:key>/", office_changes.decide, name="desk-change"),
    path("matters/", office_matters.listed, name="desk-matters"),
    path("matters/<int:key>/", office_matters.answer, name="desk-matter"),
]
