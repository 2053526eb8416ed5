"""The templates that a clinic begins with, and what is said where one cannot be kept."""

from django.utils.translation import gettext_lazy as _

UNKNOWN_FIELD = _("No such field: %(name)s. Use one of: %(known)s.")
STRAY_BRACE = _("A field is a name between two braces, such as {first_name}.")
TITLE_NEEDED = _("Give the template a title of at most 80 characters.")
TITLE_TAKEN = _("Another template has this title.")
TEXT_NEEDED = _("Write the text in at least one language.")
TEXT_TOO_LONG = _("Write at most 2,000 characters.")

FIELDS = {
    "first_name": _("the patient's first name"),
    "day": _("the day of recovery"),
    "areas": _("the treated areas"),
    "treated_on": _("the day of the treatment"),
    "clinic": _("the clinic's name"),
    "clinic_phone": _("the clinic's phone number"),
}

STARTING = (
    (
        _("Usual around now"),
        _(
            "Hello {first_name}. We looked at what you told us on day {day}. It is usual around"
            " now. Please go on with your check-ins. Call {clinic_phone} if it gets worse or"
            " something new starts."
        ),
    ),
    (
        _("Please call us today"),
        _(
            "Hello {first_name}. We would like to talk with you today about {areas}. Please call"
            " {clinic} on {clinic_phone}. Call sooner if it gets worse."
        ),
    ),
    (
        _("We could not reach you"),
        _(
            "Hello {first_name}. We tried to call you and could not reach you. Please call us"
            " today on {clinic_phone}. Or tell us here when we can call."
        ),
    ),
    (
        _("Come in for a visit"),
        _(
            "Hello {first_name}. We would like to see {areas} at the clinic. Please call"
            " {clinic_phone} to agree on a time. Keep sending your check-ins until then."
        ),
    ),
    (
        _("How are you now?"),
        _(
            "Hello {first_name}. It is day {day} after your treatment. Please do a check-in today,"
            " so that we know how you are."
        ),
    ),
    (
        _("About a product"),
        _(
            "Hello {first_name}. We are checking a product that we used on {treated_on}. Please"
            " tell us in a check-in today how you are. Call {clinic_phone} if you notice"
            " anything new."
        ),
    ),
)
