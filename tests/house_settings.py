"""Settings for the tests: PostgreSQL where DATABASE_URL names one, else SQLite; keys in a folder of their own."""

import os
import tempfile

os.environ.setdefault("IMENA_KEYS", tempfile.mkdtemp(prefix="imena-keys-"))
os.environ.setdefault("IMENA_DEMO", "1")

if os.environ.get("DATABASE_URL"):
    from imena.settings.server import *  # noqa: F403
else:
    from imena.settings.embedded import *  # type: ignore[assignment]  # noqa: F403
