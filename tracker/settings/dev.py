"""One machine, no service to start: SQLite, a photo folder and keys made on first use.

`manage.py demo` runs with these settings too: FADEWELL_DEMO=on adds the one-tap sign-in page.
"""

from tracker.settings import env
from tracker.settings.base import *  # noqa: F403
from tracker.settings.base import FADEWELL_DATA, FADEWELL_KEYS

FADEWELL_DEMO = env.switch("FADEWELL_DEMO")
FADEWELL_LIMITS = not FADEWELL_DEMO or env.switch("FADEWELL_LIMITS", default=True)
FADEWELL_PHOTOS_PER_DAY = 1000
FADEWELL_ORIGIN = env.text("FADEWELL_ORIGIN", "http://localhost:8000")
FADEWELL_DATA.mkdir(parents=True, exist_ok=True, mode=0o700)

SECRET_KEY = env.secret_file(FADEWELL_KEYS / "secret-key")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DATABASES = {"default": env.database(env.text("DATABASE_URL", ""), FADEWELL_DATA)}
if not FADEWELL_LIMITS:
    ACCOUNT_RATE_LIMITS = False
