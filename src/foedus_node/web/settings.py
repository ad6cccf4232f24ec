"""Django's settings for the pages of one node: those of the node, and what signing in needs.

Taken strictly from the environment: what is set and means nothing stops the start, with its name.
A secret may stand in a file that `NAME_FILE` names. Every variable is told in `docs/reference/settings.md`.
"""

from pathlib import Path

from foedus_node import environment
from foedus_node.databases import lean
from foedus_node.settings import *  # noqa: F403 (the node's own settings, and more)
from foedus_node.settings import _HOME, DATABASES, INSTALLED_APPS
from foedus_node.web import languages
from foedus_node.web.environment import directories, secret_key

_WEB = Path(__file__).parent
HOME = _HOME
DEBUG = False
SECRET_KEY = secret_key(_HOME)
ALLOWED_HOSTS = environment.names("FOEDUS_HOSTS", default=("localhost", "127.0.0.1", "[::1]"))
_BEHIND_TLS = environment.flag("FOEDUS_HTTPS", default=False)

ROOT_URLCONF = "foedus_node.web.urls"
INSTALLED_APPS = [
    *INSTALLED_APPS,
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django_htmx",
    "foedus_node.people",
    "foedus_node.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "foedus_node.web.policy.Policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "foedus_node.web.policy.Tongue",
    "foedus_node.web.bounds.Bounds",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "foedus_node.web.once.Once",
    "foedus_node.web.refusing.Refusing",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_WEB / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "foedus_node.web.frame.surroundings",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "foedus_node.web.templatetags.house",
            ],
        },
    },
]

# --- signing in ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "foedus_node.people.signing_in.Accounts"
SOCIALACCOUNT_ADAPTER = "foedus_node.people.signing_in.Directory"
MFA_ADAPTER = "foedus_node.people.signing_in.Factors"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
_SIGN_INS = environment.number("FOEDUS_SIGN_INS_A_MINUTE", default=60, least=1, most=100_000)
ACCOUNT_RATE_LIMITS = {"login": f"{_SIGN_INS}/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Foedus"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _BEHIND_TLS
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_TRUST_NAMES = environment.flag("FOEDUS_OIDC_TRUST_NAMES", default=False)
_DIRECTORIES = directories()
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _DIRECTORIES}}
if _DIRECTORIES:  # what asks a directory loads much, and most nodes have none
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")

# --- what a browser keeps -------------------------------------------------------------------------

SESSION_COOKIE_AGE = environment.number("FOEDUS_SESSION_HOURS", default=10, least=1, most=72) * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _BEHIND_TLS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = environment.names("FOEDUS_ORIGINS", default=())
CSRF_FAILURE_VIEW = "foedus_node.web.refusing.stale_form"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if _BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- languages ------------------------------------------------------------------------------------

languages.teach_lao()
LANGUAGES = languages.LANGUAGES
USE_I18N = True
LANGUAGE_CODE = "en"
LOCALE_PATHS = [_WEB / "locale"]
LANGUAGE_COOKIE_NAME = "language"

# --- what is served and taken in ---------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [_WEB / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 365 * 24 * 3600  # their addresses change with what is in them
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "foedus_node.web.kept.Kept"},
}
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DATABASES = {
    name: {**database, "CONN_MAX_AGE": 600, "OPTIONS": lean(database["OPTIONS"])}
    for name, database in DATABASES.items()
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
