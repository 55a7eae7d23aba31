"""Django's settings. What belongs to one city comes from its folder (`ZHICHENG_CITY`), nothing local stands here."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from zhicheng.config import city as city_folder
from zhicheng.config import logs

SOURCE = Path(__file__).resolve().parent.parent
CITY = city_folder.load(Path(os.environ.get("ZHICHENG_CITY", city_folder.DEFAULT_FOLDER)).absolute())

SECRET_KEY = CITY.secret_key
DEBUG = False
ALLOWED_HOSTS = list(CITY.hosts)
CSRF_TRUSTED_ORIGINS = list(CITY.origins)
ROOT_URLCONF = "zhicheng.config.urls"
WSGI_APPLICATION = "zhicheng.config.wsgi.application"
ROLES = "zhicheng.config.roles.ROLES"
JOBS = "zhicheng.config.jobs.JOBS"
SCHEDULE = "zhicheng.config.jobs.SCHEDULE"
REACTIONS = "zhicheng.config.reactions.REACTIONS"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "zhicheng.core.accounts",
    "zhicheng.core.access",
    "zhicheng.core.ledger",
    "zhicheng.core.evidence",
    "zhicheng.core.jobs",
    "zhicheng.core.limits",
    "zhicheng.core.search",
    "zhicheng.statutes",
    "zhicheng.registry",
    "zhicheng.goals",
    "zhicheng.indicators",
    "zhicheng.publications",
    "zhicheng.web",
]

MIDDLEWARE = [
    "zhicheng.web.shared.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "zhicheng.web.api.door.ApiDoorMiddleware",
    "zhicheng.web.public.kept.KeptPagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhicheng.web.shared.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhicheng.web.shared.middleware.ActorMiddleware",
    "zhicheng.web.shared.middleware.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "zhicheng.web.shared.context.city",
            ],
        },
    }
]

DATABASES = {"default": city_folder.database(CITY)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# Accounts: passwords, sign-in and the second factor are allauth's; who may do what is core.access.
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"zhicheng.core.accounts.passwords.{name}"} for name in ("UnlikeThePerson", "LongEnough", "Uncommon")
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment]
ACCOUNT_ADAPTER = "zhicheng.web.accounts.adapter.AccountAdapter"
CSRF_FAILURE_VIEW = "zhicheng.web.shared.faults.stale_form"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = CITY.name
MFA_ADAPTER = "zhicheng.web.accounts.adapter.SecondFactorAdapter"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = any(origin.startswith("https://") for origin in CITY.origins)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = CITY.time_zone

STATIC_URL = "static/"
STATIC_ROOT = os.environ.get("ZHICHENG_STATIC", CITY.folder / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "zhicheng.web.shared.static.HashedStorage"},
}
STATICFILES_DIRS = [SOURCE / "web" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "zhicheng.web.shared.static.WheelFinder",
]
MEDIA_ROOT = CITY.evidence
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# A page may load its own files and nothing else; no inline script or style anywhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = logs.logging(os.environ.get("ZHICHENG_LOG", "WARNING"))
