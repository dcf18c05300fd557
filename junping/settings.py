"""All settings. They come from the environment (docs/operations.md); there are few."""

import os
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from junping.vault.keys import read_or_make

BASE_DIR = Path(__file__).resolve().parent.parent


def _switch(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


DATA_DIR = Path(os.environ.get("JUNPING_DATA_DIR") or BASE_DIR / "data").absolute()
DEBUG = _switch("JUNPING_DEBUG")
HTTPS = _switch("JUNPING_HTTPS")
SECRET_KEY = os.environ.get("JUNPING_SECRET_KEY") or read_or_make(DATA_DIR, "secret-key", 48)
# Comma separated, newest first: the first encrypts, all decrypt.
FIELD_KEYS = [k.strip() for k in os.environ.get("JUNPING_FIELD_KEYS", "").split(",") if k.strip()] or [
    read_or_make(DATA_DIR, "field-key")
]
RATE = int(os.environ.get("JUNPING_RATE") or 600)
NUMBER_PREFIX = os.environ.get("JUNPING_NUMBER_PREFIX") or "JP"
ALLOWED_HOSTS = [h.strip() for h in os.environ.get("JUNPING_ALLOWED_HOSTS", "").split(",") if h.strip()] or [
    "localhost",
    "127.0.0.1",
    "[::1]",
    "testserver",
]
if "*" in ALLOWED_HOSTS and not DEBUG:
    raise ImproperlyConfigured("JUNPING_ALLOWED_HOSTS 不能是 *：请写明本系统的域名。")

INSTALLED_APPS = [
    "junping.backoffice.apps.BackofficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "junping.database",
    "junping.history",
    "junping.org",
    "junping.clocks",
    "junping.notify",
    "junping.search",
    "junping.workflow",
    "junping.api",
    "junping.backoffice",
    "cases",
    "safety",
    "junping.keeping",
    "junping.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "junping.middleware.access_log",
    "junping.middleware.policies",
    "junping.middleware.known_methods",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "junping.urls"
WSGI_APPLICATION = "junping.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


def _database(url: str) -> dict[str, object]:
    """Read `postgres://user:password@host:port/name` or `sqlite:////path`; empty: SQLite in the data folder."""
    parts = urlsplit(url)
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(parts)
    if parts.scheme not in {"", "sqlite"}:
        raise ImproperlyConfigured("DATABASE_URL 应以 postgres:// 或 sqlite:/// 开头。")
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": unquote(parts.path)[1:] if parts.scheme else DATA_DIR / "junping.sqlite3",
        # A file: SQLite in memory is no place to test two writers.
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def _postgresql(parts: SplitResult) -> dict[str, object]:
    options = {
        "statement_timeout": 15000,
        "lock_timeout": 5000,
        "idle_in_transaction_session_timeout": 30000,
        # Starting parallel workers costs some 20 ms, more than a whole request.
        "max_parallel_workers_per_gather": 0,
        # Nine joins in every thinkable order: 40 ms of planning, for the plan that four give in 1 ms.
        "join_collapse_limit": 4,
        "from_collapse_limit": 4,
        # Only what junping/database sends is prepared, and that is planned once.
        "plan_cache_mode": "force_generic_plan",
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        # Each thread keeps its connection; one that was lost is missed before the next request.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "connect_timeout": 2,
            "prepare_threshold": 0,
            "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
        },
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "org.User"
AUTHENTICATION_BACKENDS = ["junping.org.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "junping.org.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = LOGOUT_REDIRECT_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
# Served from where the packages keep them: nothing to collect, nothing to forget after an upgrade.
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA_DIR / "attachments"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

SESSION_ENGINE = "junping.org.sessions"
# A working day; a shared computer does not stay signed in over night.
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_FAILURE_VIEW = "junping.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Everything from here, nothing inline. A view that needs another policy sets the header itself.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["junping.api.authentication.Bearer", "junping.api.authentication.Session"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["junping.api.throttle.PerToken"],
    "DEFAULT_PARSER_CLASSES": ["junping.api.body.StrictJSON"],
    "DEFAULT_RENDERER_CLASSES": ["junping.api.rendering.JSON"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "junping.api.rendering.AlwaysTheFirst",
    "DEFAULT_SCHEMA_CLASS": "junping.api.schema_document.Described",
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "junping.api.problems.answer",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "综治中心接口",
    "DESCRIPTION": "事项、隐患、专项行动与时限的登记、办理和查询。约定见 docs/api.md。",
    "VERSION": "1",
    "TAGS": [
        {"name": "cases", "description": "事项"},
        {"name": "hazards", "description": "安全隐患"},
        {"name": "campaigns", "description": "专项行动与走访"},
        {"name": "general", "description": "综合"},
    ],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": ["junping.api.schema_document.complete"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "junping.logs.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # What the access line and that of the error's id already say, and less: these name the path as it was typed.
        "django.request": {"level": "CRITICAL"},
        "django.security.csrf": {"level": "CRITICAL"},
        "waitress.queue": {"level": "ERROR"},
        # Its warnings quote what the server said, values of rows among it.
        "psycopg": {"level": "ERROR"},
    },
}
