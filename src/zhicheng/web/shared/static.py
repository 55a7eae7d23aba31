"""Static files: our own, and from installed wheels exactly the few files that a page loads.

The repository holds no third-party script or style. Django's finder by application was not taken: it would collect
every file that any installed package carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# address under /static/ -> package and file inside it
FROM_WHEELS = {
    "bootstrap/bootstrap.min.css": ("bootstrap", "css/bootstrap.min.css"),
    "htmx/htmx.min.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
}
# The maps themselves are not served, and the manifest refuses a file that names a missing one.
_MAP_COMMENT = re.compile(rb"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*")


def wheel_file(name: str) -> Path | None:
    """Where the installed file behind a static name lies; None for a name that is not one of the few."""
    if name not in FROM_WHEELS:
        return None
    package, inside = FROM_WHEELS[name]
    spec = find_spec(package)
    folders: Iterable[str] = (spec.submodule_search_locations or ()) if spec else ()
    return next((Path(folder, inside) for folder in folders if Path(folder, inside).exists()), None)


class WheelStorage(FileSystemStorage):
    """Reads the few files from the packages they came with, without the comment that names their maps."""

    prefix = ""

    def path(self, name: str) -> str:
        """The file's place on disk."""
        found = wheel_file(name)
        if found is None:
            raise FileNotFoundError(name)
        return str(found)

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        return ContentFile(_MAP_COMMENT.sub(b"", Path(self.path(name)).read_bytes()), name=name)


class WheelFinder(BaseFinder):
    """Offers the files of FROM_WHEELS to `collectstatic` and to the development server."""

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The absolute place of a static file; an empty list, as Django wants it, for one that is not ours."""
        found = wheel_file(path)
        if found is None:
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """All files with the storage that reads them."""
        storage = WheelStorage()
        for name in FROM_WHEELS:
            yield name, storage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Names with the hash of the content, cached for good; plain names as long as nothing has been collected.

    Once files are collected an unknown name stays an error, so that a mistyped one is found.
    """

    def stored_name(self, name: str) -> str:
        """The hashed name of a file."""
        return super().stored_name(name) if self.hashed_files else name
