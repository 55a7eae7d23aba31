"""Static files: the few we use, hashed, without anything from elsewhere in the repository."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from zhicheng.web.shared.static import FROM_WHEELS, HashedStorage, wheel_file

HASHED = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "zhicheng.web.shared.static.HashedStorage"},
}


@pytest.mark.parametrize("name", sorted(FROM_WHEELS))
def test_the_installed_packages_carry_what_we_use(name: str) -> None:
    assert wheel_file(name) is not None
    assert finders.find(name)


def test_nothing_else_of_the_packages_is_offered() -> None:
    assert finders.find("django_htmx/htmx-4.js") is None
    assert finders.find("bootstrap/bootstrap.css") is None


def test_collected_files_have_hashed_names_and_name_no_maps(settings: LazySettings, tmp_path: Path) -> None:
    settings.STORAGES, settings.STATIC_ROOT = HASHED, str(tmp_path)
    call_command("collectstatic", interactive=False, verbosity=0, stdout=StringIO())
    storage = HashedStorage(location=str(tmp_path), base_url="/static/")
    assert storage.url("zhicheng/zhicheng.css") != "/static/zhicheng/zhicheng.css"
    css = next(tmp_path.glob("bootstrap/bootstrap.min.*.css")).read_text("utf-8")
    assert "sourceMappingURL" not in css
    others = [each for each in tmp_path.rglob("*") if each.is_file() and "zhicheng" not in each.parts]
    assert len(others) < 30, "only what pages use of the packages is collected"
    with pytest.raises(ValueError, match="no-such-file"):
        storage.url("zhicheng/no-such-file.css")


def test_pages_render_before_anything_was_collected(tmp_path: Path) -> None:
    storage = HashedStorage(location=str(tmp_path), base_url="/static/")
    assert storage.url("zhicheng/zhicheng.css") == "/static/zhicheng/zhicheng.css"


def test_the_stylesheet_loads_nothing_from_elsewhere() -> None:
    css = Path(str(finders.find("zhicheng/zhicheng.css"))).read_text("utf-8")
    assert "http://" not in css.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in css
    assert "@import" not in css
