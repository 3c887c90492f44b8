"""A city or a country: PostgreSQL, named by DATABASE_URL."""

import dj_database_url

from imena.settings.base import *  # noqa: F403

DATABASES = {"default": dj_database_url.config(conn_max_age=60, conn_health_checks=True)}
