"""The settings of the barer page: nobody signs in, nothing is translated, no middleware stands before it."""

from benchmarks.bare_page.settings import *  # noqa: F403 (the same database, and what is left is taken away)

ROOT_URLCONF = "benchmarks.bare_page.barest"
INSTALLED_APPS = ["benchmarks.bare_page"]
MIDDLEWARE = []
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
    }
]
USE_I18N = False
