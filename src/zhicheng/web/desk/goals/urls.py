"""Addresses of the desk pages on goals: the office's, and beside them those of the units."""

from zhicheng.web.desk.goals import office, units

urlpatterns = [
    *office.urlpatterns,
    *units.urlpatterns,
]
