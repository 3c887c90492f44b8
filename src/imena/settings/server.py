"""A city or a country: PostgreSQL, named by DATABASE_URL."""

import os
from pathlib import Path

import dj_database_url

from imena.settings.base import *  # noqa: F403

# Behind HTTPS, which a server for more than this machine needs, cookies never travel without it.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = any(
    origin.startswith("https://")
    for origin in CSRF_TRUSTED_ORIGINS  # noqa: F405
)
FILES = Path(os.environ.get("IMENA_FILES") or "imena-files")
DATABASES = {"default": dj_database_url.config(conn_max_age=60, conn_health_checks=True)}
