"""For the suite: a folder of its own that ends with the run, fast password hashes, no mail."""

import atexit
import shutil
import tempfile
from pathlib import Path

from tracker.settings import env
from tracker.settings.base import *  # noqa: F403
from tracker.settings.base import STORAGES

FADEWELL_DATA = Path(tempfile.mkdtemp(prefix="fadewell-test-"))
FADEWELL_PHOTOS = FADEWELL_DATA / "photos"
FADEWELL_KEYS = FADEWELL_DATA / "keys"
FADEWELL_MAIL = FADEWELL_DATA / "mail"
atexit.register(shutil.rmtree, FADEWELL_DATA, ignore_errors=True)

SECRET_KEY = "only-for-the-test-suite-never-for-people"  # noqa: S105
FADEWELL_PUSH_LOOPBACK = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DATABASES = {"default": env.database(env.text("DATABASE_URL", ""), FADEWELL_DATA)}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: connections that race must meet as they do in a clinic.
    DATABASES["default"]["TEST"] = {"NAME": str(FADEWELL_DATA / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
