"""What only the contract says: one sentence for each way a field can miss its shape."""

from django.utils.translation import gettext_lazy as _

NOT_A_MOMENT = _("Write date and time as ISO 8601, like 2026-11-22T08:15:00+01:00.")
NO_OFFSET = _("Add the time zone to this time, like +01:00 or Z.")
NOT_AN_ID = _("This must be an id (UUID).")
NOT_TRUE_OR_FALSE = _("This must be true or false.")
NOT_A_FRACTION = _("This must be a number from 0 to 1.")
NOT_A_WHOLE_NUMBER = _("This must be a whole number.")
NOT_IN_RANGE = _("This must be a whole number from {lowest} to {highest}.")
UNKNOWN_CODE = _("The protocol in force does not know this code.")
NOT_AN_ANSWER = _("Answers are true, false or “not_sure”.")
NOT_AN_ANSWER_OF = _("Answers are %(choices)s or “not_sure”.")
NOT_AN_OBJECT = _("This must be an object with named values.")
NOT_YOURS_TO_CHOOSE = _("Name one of your clinics.")
WHICH_CLINIC = _("You work at several clinics. Say which one.")
UNKNOWN_COLLEAGUE = _("Name a clinician of this clinic, or “lead”.")
NOT_A_PLACE_IN_THE_LIST = _("This does not point into this list. Begin with its first page.")
NOT_A_CHOICE = _("Choose one of: {choices}.")
ONLY_FOR_FALSE_ALARMS = _("Say this only where the reason is false_alarm.")
