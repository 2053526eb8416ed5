"""What the pages of signing in, inviting and enrolling say, where a template cannot."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

ENTER_EMAIL = _("Enter your e-mail address, like name@example.org.")
ENTER_PASSWORD = _("Enter your password.")
ENTER_CODE = _("Enter the code from the mail.")
ENTER_ANY_CODE = _("Enter the code.")
ENTER_NEW_PASSWORD = _("Enter a new password of at least 15 characters.")
ENTER_PASSWORD_AGAIN = _("Enter the new password a second time.")

PASSKEY_FAILED = _("Your device did not answer. Try again, or use a code.")
FACTOR_ERRORS = {
    "incorrect_code": _("This code does not fit. Codes of an app change every 30 seconds."),
    "cannot_delete_authenticator": _("Who works with patients keeps one. Set up another first."),
    "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
    "unverified_email": _("Sign in once with a code by e-mail first."),
}
BROWSERS = ("Firefox", "Edg", "SamsungBrowser", "Chrome", "Safari")
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}
ON_DEVICE = _("%(browser)s on %(system)s")
SOME_DEVICE = _("A browser or program")

SESSION_OVER = _("You were signed out after a pause. Sign in again to go on.")

ERRORS = {
    "account_inactive": _("This account is closed. Ask your clinic."),
    "email_password_mismatch": _("This e-mail address and password do not fit together."),
    "enter_current_password": _("This is not your current password."),
    "incorrect_code": _("This is not the code we sent. Check it, or ask for a new one."),
    "incorrect_password": _("This is not your password."),
    "invalid_login": ENTER_EMAIL,
    "too_many_login_attempts": _("There were too many tries. Wait a little, then start again."),
    "rate_limited": _("There were many tries in a short time. Wait a minute, then try again."),
}

BIRTH_INCOMPLETE = _("Enter the day, the month and the year in numbers.")
BIRTH_WRONG = _("This is not the date your clinic has. Check it, then try again.")

DEMO_PEOPLE = (
    ("ana", "Ana", _("Patient"), _("Day 3 after her treatment. A bruise, all well.")),
    ("ben", "Ben", _("Patient"), _("His left cheek is numb since yesterday.")),
    ("cleo", "Cleo", _("Patient"), _("Looked after by another clinic.")),
    ("dr.cho", "Dr. Cho", _("Dermatologist"), _("At the clinic of Ana and Ben.")),
    ("dr.dia", "Dr. Dia", _("Dermatologist"), _("At the clinic of Cleo.")),
    (
        "lead.a",
        "Lead A",
        _("Clinical lead and administrator"),
        _("Answers for the protocol at the clinic of Ana and Ben."),
    ),
    (
        "lead.b",
        "Lead B",
        _("Clinical lead and administrator"),
        _("The second person who answers for the protocol, at the clinic of Cleo."),
    ),
    (
        "admin.a",
        "Alex",
        _("Administrator"),
        _("Keeps roles, hours and texts at the clinic of Ana and Ben. Sees no patient."),
    ),
)

HISTORY_HEADINGS = {
    "conditions": _("Conditions"),
    "allergies": _("Allergies"),
    "medicines": _("Medicines"),
    "circumstances": _("Circumstances of the treatment"),
}
HISTORY_QUESTIONS = {
    "conditions": _("Do you have any of these?"),
    "allergies": _("Are you allergic to any of these?"),
    "medicines": _("Do you take any of these?"),
}
NOTHING_RECORDED = _("None")
SKIN_TYPE = _("Skin type")
CHOOSE_OTHERS = _("%(list)s: say what holds for the ones you did not tick.")

MAP_WORDS = {
    "asList": _("Show as list"),
    "asFace": _("Show as face"),
    "chosen": _("chosen"),
    "notChosen": _("not chosen"),
    "place": ngettext_lazy("%s place", "%s places", 1),
    "places": ngettext_lazy("%s place", "%s places", 2),
    "remove": _("Remove %s"),
}


def choose_others(name: str) -> str:
    """The list is named, for several may be open at once."""
    return str(CHOOSE_OTHERS % {"list": HISTORY_HEADINGS[name]})


def device(user_agent: str) -> str:
    """ "Firefox on Android", from what a browser calls itself."""
    browser = next((name for name in BROWSERS if name in user_agent), "")
    system = next((word for mark, word in SYSTEMS.items() if mark in user_agent), "")
    if not browser or not system:
        return str(SOME_DEVICE)
    return ON_DEVICE % {"browser": "Edge" if browser == "Edg" else browser, "system": system}
