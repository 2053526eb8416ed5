"""What each key does, in the order of the page on which they are chosen."""

from django.utils.translation import gettext_lazy as _

from frontend.clinic.move_wording import MOVES

ACTS = {
    "down": _("Next row"),
    "up": _("Row before"),
    "choose": _("Choose a row"),
    **{
        name: MOVES[name]
        for name in (
            "claim",
            "acknowledge",
            "message",
            "request-photo",
            "snooze",
            "decide",
            "label",
        )
    },
    "undo": _("Undo"),
    "search": _("Find a patient"),
    "privacy": _("Hide or show names"),
}
DONE = {
    "on": _("The keys are on."),
    "off": _("The keys are off."),
    "keep": _("Your keys are kept with your account."),
    "usual": _("The usual keys are back."),
}
