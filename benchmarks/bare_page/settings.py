"""A bare Django page's settings: what `startproject` writes and a choice of languages, and no more."""

import os
from pathlib import Path

from foedus_node import web

_HERE = Path(__file__).parent
SECRET_KEY = "bare"  # noqa: S105 (of no value to anybody)
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "benchmarks.bare_page.site"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "benchmarks.bare_page",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["BARE_DATABASE"],
        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL;"},
        "CONN_MAX_AGE": 600,
    }
}
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "listed"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LANGUAGE_COOKIE_NAME = "language"
# Its few words are among those of the pages, so that it needs no catalogue of its own.
LOCALE_PATHS = [Path(next(iter(web.__path__))) / "locale"]
USE_I18N = True
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
