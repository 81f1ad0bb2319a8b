"""
Every setting, read once from the environment, typed, and refused by name when it is bad.

Any NAME may be given as NAME_FILE, the path of a file that holds the value (for secrets).
docs/operating.md has one line for each; tests/house keeps the two together.
"""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from marshmallow.validate import OneOf, Range

from planner.kit.config import (
    Environment,
    allowed,
    broker_url,
    database,
    kept_origin,
    mailer,
    networks_and_hosts,
    origin,
    rate,
    secret_key,
)
from planner.kit.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment(eager=False, strip_whitespace=True)

# --- Where the data lies
VAR = env.path("PLANNER_VAR", BASE_DIR / "var")
DATABASE_URL = env.str("DATABASE_URL", "")
REDIS_URL = env.str("REDIS_URL", "")

# --- How people reach it
ORIGIN = env.str("PLANNER_ORIGIN", kept_origin(VAR), validate=origin)
EXTRA_HOSTS: list[str] = env.list("PLANNER_HOSTS", [])
BEHIND_PROXY = env.bool("PLANNER_BEHIND_PROXY", False)
GIVEN_SECRET_KEY = env.str("PLANNER_SECRET_KEY", "")
OLD_SECRET_KEYS: list[str] = env.list("PLANNER_OLD_SECRET_KEYS", [])
METRICS_TOKEN = env.str("PLANNER_METRICS_TOKEN", "")
DEBUG = env.bool("PLANNER_DEBUG", False)

# --- Mail
MAIL = env.dj_email_url("PLANNER_MAIL_URL", "console:")
DEFAULT_FROM_EMAIL = env.str("PLANNER_MAIL_FROM", "Sixweek <sixweek@localhost>")

# --- Requests of ours
OUTGOING_ALLOW: list[str] = env.list("PLANNER_OUTGOING_ALLOW", [], validate=allowed)
CA_FILE = env.path("PLANNER_CA_FILE", None)

# --- Logs
LOG_LEVEL = env.str("PLANNER_LOG_LEVEL", "INFO", validate=OneOf(["DEBUG", "INFO", "WARNING"]))
LOG_FORMAT = env.str("PLANNER_LOG_FORMAT", "lines", validate=OneOf(["lines", "json"]))

# --- Intake and REST
HOOK_BODY_BYTES = env.int("PLANNER_HOOK_BODY_BYTES", 8 * 1024**2, validate=Range(min=1024))
SWEEP_SECONDS = env.float("PLANNER_SWEEP_SECONDS", 5.0, validate=Range(min=0.5, max=3600))
API_RATE = env.str("PLANNER_API_RATE", "1200/min", validate=rate)

env.seal()

# The embedded default (no DATABASE_URL) makes its own key; a real server must be given one.
SECRET_KEY = secret_key(GIVEN_SECRET_KEY, VAR, embedded=not DATABASE_URL)
SECRET_KEY_FALLBACKS = OLD_SECRET_KEYS
DATABASES = {"default": database(DATABASE_URL, VAR)}
BROKER_URL = broker_url(REDIS_URL, VAR)
OUTGOING_NETWORKS, OUTGOING_HOSTS = networks_and_hosts(OUTGOING_ALLOW)

_site = urlsplit(ORIGIN)
_https = _site.scheme == "https"
ALLOWED_HOSTS = [str(_site.hostname), "127.0.0.1", "localhost", "[::1]", *EXTRA_HOSTS]
CSRF_TRUSTED_ORIGINS = [ORIGIN]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_filters",
    "django_structlog",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "planner",
    "cycles",
    "support",
]
MIDDLEWARE = [
    "planner.middleware.count_requests",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "planner.middleware.person_settings",
    "planner.middleware.last_seen",
    "planner.middleware.pages_above_steps",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "planner.urls"
WSGI_APPLICATION = "planner.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "planner.pages.shell.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "planner.templatetags.planner",
            ],
        },
    }
]

# --- People
AUTH_USER_MODEL = "planner.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "planner.sign_in.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make us write to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "planner.forms.sign_in.SignInForm",
    "reset_password": "planner.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "planner.forms.sign_in.NewPasswordForm",
    "change_password": "planner.forms.sign_in.ChangePasswordForm",
    "set_password": "planner.forms.sign_in.SetPasswordForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0  # else anybody names their own address
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30

# --- Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ja", _("Japanese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
FORMAT_MODULE_PATH = ["planner.formats"]
TIME_ZONE = "UTC"

# --- Static files: WhiteNoise serves them from where they are; collectstatic is for images
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = not STATIC_ROOT.exists()
WHITENOISE_AUTOREFRESH = DEBUG

# --- Safety
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # probes speak plain HTTP
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _https else 0
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = HOOK_BODY_BYTES + 1
SILENCED_SYSTEM_CHECKS = [
    # An address is unique in any case of its letters: a constraint that this check cannot read.
    "auth.W004",
    # A planner on a sub-domain cannot promise anything for its siblings.
    "security.W005",
    "security.W021",
]

# --- Logs
LOGGING = logging_config(LOG_LEVEL, LOG_FORMAT)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_CELERY_DEFAULT_LOG_LEVEL = logging.DEBUG

# --- Mail
MAILERS = {"default": mailer(MAIL)}

# --- Queue
CACHES = {
    "default": {
        "BACKEND": "planner.kit.cache.ForgivingRedisCache",
        "LOCATION": BROKER_URL.cache,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}
CELERY_BROKER_URL = BROKER_URL.celery
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_BEAT_SCHEDULER = "planner.celery.SeenScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # What was asked for while the worker was away is not asked for twice.
    "sweep": {
        "task": "support.tasks.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
    "keep-cycles-ahead": {"task": "cycles.tasks.keep_cycles_ahead", "schedule": 3600.0},
    "remind-of-reviews": {"task": "cycles.tasks.remind_of_reviews", "schedule": 3600.0},
    "watch": {"task": "support.tasks.watch", "schedule": 60.0, "options": {"expires": 60.0}},
    "mail-letters": {
        "task": "support.tasks.mail_letters",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "keep-turns": {"task": "support.tasks.keep_turns", "schedule": 3600.0},
    "keep-ratios": {"task": "support.tasks.keep_ratios", "schedule": 3600.0},
    "forget-old-bodies": {"task": "support.tasks.forget_old_bodies", "schedule": 3600.0},
    "sweep-outbox": {
        "task": "support.tasks.sweep_outbox",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
    "escalate": {
        "task": "support.tasks.escalate",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "remind-of-asks": {
        "task": "support.tasks.remind_of_asks",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
    "poll-clusters": {
        "task": "support.tasks.poll_clusters",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "forget-old-points": {"task": "support.tasks.forget_old_points", "schedule": 600.0},
    "forget-old-messages": {"task": "support.tasks.forget_old_messages", "schedule": 3600.0},
}

# --- REST
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["planner.rest.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["planner.rest.parsing.JSONObjectParser"],
    "DEFAULT_PAGINATION_CLASS": "planner.rest.paging.CursorPaging",
    "DEFAULT_SCHEMA_CLASS": "planner.rest.schema.HouseSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_THROTTLE_CLASSES": ["planner.rest.throttling.TokenRateThrottle"],
    "EXCEPTION_HANDLER": "planner.rest.problem.problem_response",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Sixweek",
    "DESCRIPTION": "Cycles, epics, teams and the support desk of a platform team.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1/w/{slug}/",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_NAME_OVERRIDES": {
        "Role": "planner.models.Role",
        "CycleState": "cycles.models.Cycle.State",
        "EpicState": "cycles.models.Epic.State",
        "EpicSize": "cycles.models.Epic.Size",
        "EpicOrigin": "cycles.models.Epic.Origin",
        "TeamKind": "cycles.models.Team.Kind",
        "CalendarKind": "cycles.models.CalendarFeed.Kind",
        "SnapshotKind": "cycles.models.Snapshot.Kind",
        "TicketKind": "support.models.Ticket.Kind",
        "TicketState": "support.models.Ticket.State",
        "Layer": "support.models.Ticket.Layer",
        "Health": "support.models.Ticket.Health",
        "Severity": "support.models.Ticket.Severity",
        "NoteKind": "support.models.Note.Kind",
        "AlertState": "support.models.Alert.State",
        "DeliveryState": "support.models.Delivery.State",
        "SourceKind": "support.models.Source.Kind",
        "OutgoingState": "support.models.Outgoing.State",
        "EventKind": "support.rules.events.KINDS",
        "NewEpicState": "cycles.api.epics.NEW_STATES",
        "KeptKind": "cycles.api.scope.KEPT",
        "AskedKind": "support.api.asking.ASKED_BY_PEOPLE",
    },
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# A message wears the class of its meaning, as all else on a page does.
MESSAGE_TAGS = {10: "", 20: "", 25: "ship", 30: "warn", 40: "bad"}
