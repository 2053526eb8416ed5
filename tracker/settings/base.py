"""What every way of running Fadewell shares; dev, test and production add to it."""

import os
import tomllib
from pathlib import Path

from tracker.settings import env, policy

# Before numpy is imported: its threads would take the signals that end a service, and a core each.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[2]
FADEWELL_DATA = Path(env.text("FADEWELL_DATA", str(ROOT / "var"))).resolve()
FADEWELL_PHOTOS = FADEWELL_DATA / "photos"
FADEWELL_KEYS = FADEWELL_DATA / "keys"
FADEWELL_MAIL = FADEWELL_DATA / "mail"
FADEWELL_MAKE_KEYS = True  # the photo master key is made on first use
FADEWELL_DEMO = False
FADEWELL_WORKER = env.switch("FADEWELL_WORKER", default=True)  # off: phones lose theirs
FADEWELL_LIMITS = True  # rate limits and quotas; only the demo may lift them
FADEWELL_PHOTOS_PER_DAY = 40  # one patient, one day
FADEWELL_MEASUREMENTS_PER_HOUR = 120  # one person: each costs a decoded photo
# A group's figure under four fifths of the best group's is told as a gap: the rule of thumb of the
# US Uniform Guidelines for unequal impact, 29 CFR 1607.4(D). A reason to look, not a verdict.
FADEWELL_FAIR_RATIO = 0.8
# The push services of browsers; one that begins with a dot is any host below it (docs/adr/061).
FADEWELL_PUSH_HOSTS = (
    "fcm.googleapis.com",  # Chrome and what is made of it
    "updates.push.services.mozilla.com",  # Firefox
    ".push.apple.com",  # Safari
    ".notify.windows.com",  # Edge
)
FADEWELL_PUSH_LOOPBACK = False  # whether this machine itself may be one: for the suite alone
FADEWELL_VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
FADEWELL_PROTOCOLS = ROOT / "tracker" / "protocols"
FADEWELL_ORIGIN = "http://localhost:8000"  # links in mail are built from this, never from a Host

DEBUG = False
ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
AUTH_USER_MODEL = "tracker.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique without regard to case: a constraint
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False  # API paths end in a slash and pages do not: each has one address

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "tracker",
    "api",
    "frontend",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracker.middleware.private_by_default",
    # Above all that may refuse: a strange host, a session that cannot be read.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tracker.middleware.note_what_is_not_hers",
    "tracker.middleware.log_what_was_refused",
    "frontend.accounts.signed_out.end_what_was_ended",
    "tracker.middleware.speak_her_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "frontend.accounts.session_ends.end_what_is_over",
    "tracker.middleware.refuse_large_bodies",  # nothing above it reads a body
    "tracker.heavy_reads.let_heavy_reads_wait",
    "allauth.account.middleware.AccountMiddleware",
]
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
                "csp.context_processors.nonce",
                "frontend.tabs.news",
                "frontend.pages.look.look",
            ],
        },
    },
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [ROOT / "tracker" / "locale"]
TIME_ZONE = "UTC"

MESSAGE_STORAGE = "frontend.cookies.PassingSentences"

STATIC_URL = "static/"
STATIC_ROOT = FADEWELL_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "tracker.static_files.HashedStatics"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = policy.guard_file

# Two web workers need one shared memory for every rate limit.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Full, it would drop a third of all tries that were counted: who guesses from many
        # addresses fills it. The worker removes what is over (services/shared_memory.py).
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SESSION_ENGINE = "tracker.session_store"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
FADEWELL_TOO_LARGE_VIEW = "frontend.pages.errors.too_large"
FADEWELL_BUSY_VIEW = "frontend.pages.errors.busy"
# In a process of 24 threads: on their way at once, in all and to one person (docs/adr/076).
FADEWELL_AT_ONCE = {"exports": (3, 2), "photos": (10, 8), "uploads": (4, 2), "papers": (3, 1)}
CSRF_FAILURE_VIEW = "frontend.pages.errors.csrf_refused"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1500
FILE_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024  # a photo is never spooled to a shared temp folder
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

CONTENT_SECURITY_POLICY = policy.PAGES

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
    {"NAME": "tracker.passwords.LongEnough"},
    {"NAME": "tracker.passwords.NotOnABlocklist"},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(FADEWELL_MAIL)
DEFAULT_FROM_EMAIL = "Fadewell <no-reply@fadewell.example>"

ACCOUNT_ADAPTER = "frontend.accounts.adapter.ClosedAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password is told to its owner
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_FORMS = {
    "request_login_code": "frontend.accounts.forms.AskForCode",
    "reset_password": "frontend.accounts.forms.AskForPassword",
}
MFA_ADAPTER = "frontend.accounts.mfa.OurFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # her finger, face or code: a touch is anybody's
MFA_FORMS = {
    "login_webauthn": "frontend.accounts.passkey_forms.SignInForm",
    "authenticate_webauthn": "frontend.accounts.passkey_forms.ShowForm",
    "reauthenticate_webauthn": "frontend.accounts.passkey_forms.AgainForm",
    "add_webauthn": "frontend.accounts.passkey_forms.AddForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be 30 seconds off
# Added to allauth's own: the code that proves an address of an invitation, and an hour's wrong
# passwords of one address of the network. What else is held to a rate: tracker/services/rates.py.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "invitation_code": "20/m/ip,3/m/key",
    "login_failed": "10/m/ip,60/h/ip,5/5m/key",
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.BearerAuthentication",
        "api.authentication.SignedInSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.NobodyUnlessStated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.as_problem",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Fadewell",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "PATH_CONVERTER_OVERRIDES": {
        "id": {"type": "string", "format": "uuid"},
        "variant": {"type": "string", "enum": ["blurred", "thumb", "display"]},
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"places": {"()": "tracker.quiet_log.Places"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "places"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "fadewell.security": {"level": "INFO"},
        "django": {"handlers": [], "propagate": True},  # else it mails whole frames to ADMINS
    },
}
