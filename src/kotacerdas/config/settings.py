"""Settings. What a site sets for itself comes from the environment; docs/deploy.md lists it."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from kotacerdas.config.data_folder import opened
from kotacerdas.config.secret import kept_secret, strong

PACKAGE = Path(__file__).parent.parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _networks(name: str, default: str) -> list[IPv4Network | IPv6Network]:
    try:
        return [ip_network(part) for part in _list(name, default)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from error


# What the site sets
DEMO = _flag("KOTACERDAS_DEMO")
DATA = opened(Path(os.environ.get("KOTACERDAS_DATA", "data")).absolute())
HTTPS = _flag("KOTACERDAS_HTTPS")
SECRET_KEY = strong(os.environ.get("KOTACERDAS_SECRET_KEY") or (kept_secret(DATA) if DEMO else ""))
ALLOWED_HOSTS = _list("KOTACERDAS_HOSTS") or (["127.0.0.1", "localhost", "[::1]"] if DEMO else [])
# Only a proxy speaks HTTPS, and most stand on the same machine.
TRUSTED_PROXIES = _networks("KOTACERDAS_TRUSTED_PROXIES", "127.0.0.1,::1" if HTTPS else "")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

# For whoever works on the program: Django's pages for errors, and what changes is served at once.
DEBUG = DEMO and _flag("KOTACERDAS_DEBUG")
ROOT_URLCONF = "kotacerdas.config.urls"
WSGI_APPLICATION = "kotacerdas.config.wsgi.application"
INSTALLED_APPS = [
    # accounts puts allauth's templates into our look; allauth's words are better than Django's.
    "kotacerdas.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "kotacerdas.config",
    "kotacerdas.outbox",
    "kotacerdas.audit",
    "kotacerdas.records",
    "kotacerdas.plan",
    "kotacerdas.casework",
    "kotacerdas.survey",
    "kotacerdas.reporting",
    "kotacerdas.innovation",
    "kotacerdas.evaluation",
    "kotacerdas.scorecards",
    "kotacerdas.panel",
    "kotacerdas.exchange",
    "kotacerdas.ops",
    "kotacerdas.pages",
]
MIDDLEWARE = [
    "kotacerdas.config.middleware.know_the_client",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kotacerdas.config.middleware.CompressPages",
    "csp.middleware.CSPMiddleware",
    "kotacerdas.config.middleware.keep_private",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kotacerdas.accounts.language.set_language",
    "kotacerdas.config.middleware.limit_bodies",
    "kotacerdas.config.middleware.refuse_nul",
    "kotacerdas.config.middleware.AskToSignIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kotacerdas.accounts.sso.TellThatTheServiceFails",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["kotacerdas.pages.templatetags.kotacerdas"],
        },
    }
]

# Database: one file to start with, a server to grow
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA / 'kotacerdas.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA foreign_keys=ON; PRAGMA cache_size=-20000;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language and time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
TIME_ZONE = "Asia/Jakarta"
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
USE_TZ = True

# Files
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_TEMP_DIR = DATA / "tmp"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # of any request; more only where a view takes uploads
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the cells of a grid
MAX_UPLOAD_BYTES = 25_000_000

# What follows a commit is a worker's; tests have it done "inline", right after the commit.
OUTBOX = "worker"

# What all processes count together: who tried to sign in, how often
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_RATE_LIMITS = {"evidence_link": "30/m/ip"}  # beside the library's own
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("name", "email")}),
        ("MinimumLengthValidator", {}),
        ("CommonPasswordValidator", {}),
    )
]
ACCOUNT_PATH = "akun/"  # whoever signs in does so under this
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kotacerdas.accounts.adapter.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Kota Cerdas] "
ACCOUNT_FORMS = {"reset_password": "kotacerdas.accounts.sign_in_forms.ForgottenPasswordForm"}
# The library's own asks the database for who has an account, and for nobody else.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 1  # the address stands for its owner in the log
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Kota Cerdas"
MFA_FORMS = {
    "authenticate": "kotacerdas.accounts.key_forms.CodeForm",
    "add_webauthn": "kotacerdas.accounts.key_forms.AddKeyForm",
    "edit_webauthn": "kotacerdas.accounts.key_forms.EditKeyForm",
}
SOCIALACCOUNT_ADAPTER = "kotacerdas.accounts.adapter.KnownOnly"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# A link leads to the service: `form-action` of the security policy would stop a form on its way
# through other sites. What a forged link could do, tie an account to a stranger's, KnownOnly bars.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": os.environ.get("KOTACERDAS_OIDC_NAME", "SSO"),
                    "client_id": os.environ["KOTACERDAS_OIDC_CLIENT_ID"],
                    "secret": os.environ.get("KOTACERDAS_OIDC_SECRET", ""),
                    "settings": {"server_url": os.environ["KOTACERDAS_OIDC_SERVER"]},
                }
            ],
        }
    }
    if "KOTACERDAS_OIDC_SERVER" in os.environ
    else {}
)

# Mail
SITE = os.environ.get("KOTACERDAS_SITE", "")
EMAIL_HOST = os.environ.get("KOTACERDAS_SMTP_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = int(os.environ.get("KOTACERDAS_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("KOTACERDAS_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KOTACERDAS_SMTP_PASSWORD", "")
EMAIL_TIMEOUT = 20
EMAIL_USE_TLS = EMAIL_PORT == 587  # noqa: PLR2004 - the port of mail submission
DEFAULT_FROM_EMAIL = os.environ.get("KOTACERDAS_MAIL_FROM", "kotacerdas@localhost")

# Security
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
CSRF_FAILURE_VIEW = "kotacerdas.config.kept.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
