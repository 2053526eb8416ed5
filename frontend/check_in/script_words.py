"""The sentences that the check-in's script shows."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.wording_photos import capture_words


def script_words() -> dict[str, Any]:
    """What may be needed at once; the rest comes with the questions."""
    return {
        "step": _("%1 of %2"),
        "error": _("Error:"),
        "putRight": _("There is something to put right"),
        "noQuestions": _("The next questions did not load. Try again in a moment."),
        "next": _("Continue"),
        "youTold": _("You told us:"),
        "telling": _("Telling your clinic now."),
        "notSent": _("Not sent yet."),
        "notSeen": _("Your clinic has not seen this."),
        "onPhone": _("Saved on this phone."),
        "onPage": _("This phone has no room to keep it. Keep this page open until it is sent."),
        "signedOut": _("You are signed out. It is sent after your next sign-in. Call now."),
        "again": _("Try again"),
    }


def question_words() -> dict[str, Any]:
    """From the symptoms on, around the face map and the camera."""
    return (
        capture_words()
        | {
            "change": _("Change"),
            "tickOrNone": _("Tick what you have, or choose No new symptoms."),
            "noneOrTicks": _("You ticked: %s. Untick it, or choose Continue."),
            "symptoms": _("Symptoms"),
            "nothing": {
                "symptoms": _("Nothing new"),
                "photo": _("No photo"),
                "other": _("Nothing"),
            },
            "asList": _("Show as list"),
            "asFace": _("Show on a face"),
            "chosen": _("chosen"),
            "notChosen": _("not chosen"),
            "place": ngettext("%s place", "%s places", 1),
            "places": ngettext("%s place", "%s places", 2),
            "remove": _("Remove %s"),
        }
        | sending_words()
    )


def sending_words() -> dict[str, str]:
    """What became of it, from the tap on."""
    return {
        "sending": _("Sending your words first."),
        "signIn": _("You are signed out. Sign in, and it will be sent."),
        "noNetwork": _("There is no connection. It will be sent when there is one."),
        "busy": _("Your clinic's server does not answer. We keep trying."),
        "because": _("What you told us can be an emergency."),
        "photoGoing": _("Your photo is on its way."),
        "photoSent": _("Your photo has arrived."),
        "photoNotSent": _("Your photo is not sent yet."),
    }
