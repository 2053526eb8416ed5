"""For a real clinic: refuses to start half set. docs/operations.md names every variable."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from tracker.settings import env
from tracker.settings.base import *  # noqa: F403
from tracker.settings.base import FADEWELL_DATA

FADEWELL_MAKE_KEYS = False
FADEWELL_ORIGIN = env.text("FADEWELL_ORIGIN")
FADEWELL_PHOTOS_PER_DAY = env.whole_number("FADEWELL_PHOTOS_PER_DAY", 40)
SECRET_KEY = env.text("FADEWELL_SECRET_KEY")
ALLOWED_HOSTS = env.words("FADEWELL_HOSTS")
DATABASES = {"default": env.database(env.text("DATABASE_URL", ""), FADEWELL_DATA)}

# What an older key signed is read on until it is taken out again: nobody is signed out.
SECRET_KEY_FALLBACKS = env.words("FADEWELL_SECRET_KEY_OLD")

for _name, _keys in {
    "FADEWELL_SECRET_KEY": [SECRET_KEY],
    "FADEWELL_SECRET_KEY_OLD": SECRET_KEY_FALLBACKS,  # what it signed is believed, too
}.items():
    if any(len(key) < 40 or len(set(key)) < 12 or "only-for-the-test" in key for key in _keys):
        raise ImproperlyConfigured(f"{_name} must be 40 random characters at least.")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("FADEWELL_HOSTS must name the address patients use.")
if any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):  # links of any name are ours
    raise ImproperlyConfigured("FADEWELL_HOSTS must name each host, without * or a leading dot.")
if not FADEWELL_ORIGIN.startswith("https://"):
    raise ImproperlyConfigured("FADEWELL_ORIGIN must begin with https://.")
if f"https://{urlsplit(FADEWELL_ORIGIN).netloc}" != FADEWELL_ORIGIN:
    raise ImproperlyConfigured("FADEWELL_ORIGIN must end with the host, without a slash or a path.")
if urlsplit(FADEWELL_ORIGIN).hostname not in [host.lower() for host in ALLOWED_HOSTS]:
    raise ImproperlyConfigured("FADEWELL_ORIGIN must be one of the FADEWELL_HOSTS.")

CSRF_TRUSTED_ORIGINS = [FADEWELL_ORIGIN]
SECURE_SSL_REDIRECT = env.switch("FADEWELL_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# __Host-: a browser takes them from this host alone, over TLS, for every path (ASVS 3.3.3).
SESSION_COOKIE_SECURE = True  # and with it frontend.cookies.host_name
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole_number("FADEWELL_PROXIES", 1)

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("FADEWELL_MAIL_HOST")
EMAIL_PORT = env.whole_number("FADEWELL_MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("FADEWELL_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("FADEWELL_MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.switch("FADEWELL_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.text("FADEWELL_MAIL_FROM")

for _name, _value in {
    "FADEWELL_MAIL_HOST": EMAIL_HOST,  # nobody would hear of a code, or of an urgent case
    "FADEWELL_MAIL_FROM": DEFAULT_FROM_EMAIL,
    "FADEWELL_DATA": env.text("FADEWELL_DATA", ""),  # else the folder of the code itself
}.items():
    if not _value.strip():
        raise ImproperlyConfigured(f"{_name} must be set (see docs/operations.md).")
