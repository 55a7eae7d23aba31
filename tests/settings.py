"""Settings of the tests: a city folder of their own that is gone afterwards, fast passwords, plain static files.

The test runner imports the settings before any conftest, so the city folder is named here and nowhere later. Each
process of a parallel run has its own.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

# The processes of a parallel run are ended without ceremony; the one that started them clears up for all.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if not WORKER:
    os.environ["ZHICHENG_TESTS"] = tempfile.mkdtemp(prefix="zhicheng-tests-")
    atexit.register(shutil.rmtree, os.environ["ZHICHENG_TESTS"], ignore_errors=True)
CITY_FOLDER = os.path.join(os.environ["ZHICHENG_TESTS"], WORKER or "city")
os.makedirs(CITY_FOLDER, mode=0o700, exist_ok=True)
os.environ["ZHICHENG_CITY"] = CITY_FOLDER
os.environ.pop("ZHICHENG_ANCHOR_KEY", None)
os.environ.pop("ZHICHENG_STATIC", None)

from zhicheng.config.settings import *  # noqa: E402, F403

SECRET_KEY = "tests-only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_AUTOREFRESH = True
