"""The settings of IAM Lab: one file, typed, read from the environment and from `.env`."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Literal

import dj_database_url
from csp.constants import NONE, SELF
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from iamlab.site.mail import read_mail_url

BASE_DIR = Path(__file__).resolve().parent.parent


class Environment(BaseSettings):
    """What an operator may set. Every value has a default that suits a try on one's own machine."""

    model_config = SettingsConfigDict(
        env_file=BASE_DIR / ".env", env_ignore_empty=True, extra="ignore"
    )

    secret_key: str = Field("", description="Signs sessions; empty: made once, kept in data_dir.")
    debug: bool = Field(False, description="Django's debug pages; never on a public server.")
    https: bool = Field(False, description="Reached over https: secure cookies, redirect, HSTS.")
    data_dir: Path = Field(BASE_DIR, description="Where the database and the secret key are kept.")
    database_url: str = Field("", description="Empty: SQLite in data_dir. Else postgres://...")
    allowed_hosts: list[str] = Field(
        ["localhost", "127.0.0.1", "[::1]"], description='Host names served, as JSON: ["a.org"].'
    )
    listen_address: str = Field("127.0.0.1", description="Where `manage.py serve` listens.")
    port: int = Field(8000, ge=1, le=65535, description="The port of `manage.py serve`.")
    workers: int = Field(2, ge=1, description="Server processes of `manage.py serve`.")
    proxies: int = Field(0, ge=0, description="Own proxies in front, by X-Forwarded-For.")
    email_url: str = Field("", description="Empty: mail goes to the log. Else smtp://..., file:///")
    email_from: str = Field("IAM Lab <noreply@localhost>", description="Sender of the mail.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO")


def kept_secret(path: Path) -> str:
    """Return the secret in `path`, made on first use and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-key-")
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)  # fails when another process was first: its secret holds
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return path.read_text(encoding="ascii")


def database(url: str, data_dir: Path) -> dj_database_url.DBConfig:
    """Return Django's DATABASES entry for `url`, or for SQLite in `data_dir` when it is empty."""
    config = dj_database_url.parse(url or f"sqlite:///{data_dir / 'db.sqlite3'}")
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Readers never wait for a writer (WAL); a writer queues at the start of its transaction
        # (IMMEDIATE) and not in its middle, where SQLite would refuse at once.
        config["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
        }
        # A file, because the browser tests' server threads need connections of their own.
        config["TEST"] = {"NAME": str(data_dir / "test.sqlite3")}
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


environment = Environment()

# ---------- What runs ----------
SECRET_KEY = environment.secret_key or kept_secret(environment.data_dir / ".secret-key")
DEBUG = environment.debug
ALLOWED_HOSTS = environment.allowed_hosts
LISTEN_ADDRESS, PORT = environment.listen_address, environment.port
WORKERS = environment.workers
ROOT_URLCONF = "iamlab.urls"
WSGI_APPLICATION = "iamlab.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_ace",
    "csp",
    "iamlab.site",
    "iamlab.accounts",
    "allauth",
    "allauth.account",
    "iamlab.sandbox",
    "iamlab.lab",
    "lessons",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "iamlab.site.limits.BodyLimitMiddleware",
]

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
                "iamlab.site.context.catalog",
                "iamlab.accounts.context.way_back",
                "lessons.context.learner",
            ],
            "builtins": ["django.templatetags.static", "iamlab.site.templatetags.icons"],
        },
    }
]

# ---------- Data ----------
DATABASES = {"default": database(environment.database_url, environment.data_dir)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes of a form; AWS's longest policy has 20,480
FILE_UPLOAD_LIMIT = 10_000_000  # bytes of a form with files in it

# Attempts to sign in are counted here, so all server processes must see one count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# ---------- Static files ----------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "iamlab.site.storage.ModuleStaticFilesStorage"
    },
}

# ---------- Security ----------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "iamlab.site.errors.csrf_failure"
SESSION_COOKIE_AGE = 90 * 24 * 3600  # seconds; an anonymous learner's sandbox hangs on it
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.https
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = environment.https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a probe asks over plain http, inside the machine
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if environment.https else 0
# Whether sister host names are https too, and for good, is for the operator's proxy to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# ---------- Accounts: a username and a password, an e-mail address if one likes ----------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("MinimumLengthValidator", {"min_length": 10}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "email")}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "/"
ACCOUNT_ADAPTER = "iamlab.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "iamlab.accounts.forms.SignupForm",
    "login": "iamlab.accounts.forms.LoginForm",
    "change_password": "iamlab.accounts.forms.ChangePasswordForm",
    "set_password": "iamlab.accounts.forms.SetPasswordForm",
    "reset_password": "iamlab.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "iamlab.accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*", "email"]
ACCOUNT_USERNAME_VALIDATORS = "iamlab.accounts.usernames.VALIDATORS"
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_PRESERVE_USERNAME_CASING = False  # the database then holds a name once
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = "strict"  # sign-up never tells whether an address has an account
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {  # a class of 200 may share one address; a password stays hard to guess
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "signup": "60/m/ip",
    "reset_password": "20/m/ip,3/h/key",
    "reset_password_from_key": "30/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.proxies

# ---------- Mail ----------
MAIL = read_mail_url(environment.email_url)
EMAIL_BACKEND, EMAIL_FILE_PATH = MAIL.backend, MAIL.file_path
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.use_starttls, MAIL.use_tls
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = environment.email_from

# ---------- Language and time ----------
LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# ---------- Log: to stderr, one line each, errors with their traceback ----------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environment.log_level},
    "loggers": {
        "django": {"handlers": [], "level": environment.log_level, "propagate": True},
        # A 404 or a foreign Host header is the visitor's mistake, not ours.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
