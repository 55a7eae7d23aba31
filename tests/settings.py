"""Settings of the tests: a city folder of their own that is gone afterwards, fast passwords, plain static files.

The test runner imports the settings before any conftest, so the city folder is named here and nowhere later. Each
process of a parallel run has its own.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

CITY_FOLDER = tempfile.mkdtemp(prefix="zhicheng-tests-")
atexit.register(shutil.rmtree, CITY_FOLDER, ignore_errors=True)
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
