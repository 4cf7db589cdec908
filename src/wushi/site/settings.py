"""Django's settings, all from the environment; the defaults run a district on one machine on loopback."""

from __future__ import annotations

import os
from pathlib import Path

from wushi.site import environment

WUSHI_HOME = environment.home()
WUSHI_PACK = environment.pack()
WUSHI_PORT = environment.port()
WUSHI_VAULT_KEY = environment.secret(WUSHI_HOME, "vault")

SECRET_KEY = environment.secret(WUSHI_HOME, "site").hex()
DEBUG = environment.flag("WUSHI_DEBUG", False)
ALLOWED_HOSTS = [h for h in os.environ.get("WUSHI_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "wushi.store.accounts",
    "wushi.store.registers",
    "wushi.store.ledger",
    "wushi.store.vault",
    "wushi.store.search",
    "wushi.store.likeness",
    "wushi.store.released",
    "wushi.store.opened",
    "wushi.store.told",
    "wushi.store.catalogue",
    "wushi.store.hall",
    "wushi.store.bookings",
    "wushi.store.monitors",
    "wushi.store.watched",
    "wushi.web",
]
MIDDLEWARE = [
    "wushi.site.doors.ApiDoor",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "wushi.web.traditional.TraditionalPages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wushi.web.errors.RefusalMiddleware",
    "wushi.web.headers.ContentSecurityPolicy",
]
ROOT_URLCONF = "wushi.site.urls"
WSGI_APPLICATION = "wushi.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wushi.web.context.for_templates",
            ],
            "builtins": ["django.templatetags.i18n", "wushi.web.templatetags.wushi"],
        },
    }
]
DATABASES = {"default": environment.database(WUSHI_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/work/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.flag("WUSHI_HTTPS", False)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"covering": {"()": "wushi.site.logs.Covering"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "covering"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
