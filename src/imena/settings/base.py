"""What holds wherever Imena runs."""

import os
from pathlib import Path

from imena.settings.secret import django_secret

PACKAGE = Path(__file__).resolve().parent.parent

DEMO = os.environ.get("IMENA_DEMO") == "1"
"""Whether `imena demo` serves: only then, and only for a synthetic ledger, roles are entered with one click."""
DEBUG = False
SECRET_KEY = django_secret()
ALLOWED_HOSTS = os.environ.get("IMENA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("IMENA_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "imena.web",  # before the sign-in library, whose pages it dresses
    "imena.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rules",
    "imena.ledger",
    "imena.people",
    "imena.custody",
    "imena.scene",
    "imena.laboratory",
    "imena.postmortem",
    "imena.antemortem",
    "imena.reconciliation",
    "imena.burial",
    "imena.account",
    "imena.capture",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "imena.web.middleware.content_security_policy",
    "imena.web.middleware.second_factor",
    "imena.web.middleware.keys_for_one_request",
]
ROOT_URLCONF = "imena.web.urls"
WSGI_APPLICATION = "imena.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "imena.web.context.house",
            ],
            "builtins": ["imena.ui.templatetags.imena"],
        },
    }
]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "imena.people.backends.PasswordBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "imena.web.accounts.NoSelfRegistration"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Imena"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", "Українська"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Kyiv"
FORMAT_MODULE_PATH = ["imena.ui.formats"]

IMENA_TILES = os.environ.get("IMENA_TILES", "")
"""Where the operation's own server keeps tiles, as /tiles/{z}/{x}/{y}.png. None come from another host."""
if IMENA_TILES and not (IMENA_TILES.startswith("/") and not IMENA_TILES.startswith("//")):
    raise ValueError("IMENA_TILES is a path on this server, such as /tiles/{z}/{x}/{y}.png")

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []
