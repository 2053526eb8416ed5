"""What is said around a photo: how to hold the face, hints of the camera, advice afterwards."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from frontend.wording import Words

# How each view of the protocol is held, in words beside its drawing: UX.md P11.
HOW: Mapping[str, Words] = {
    "front_rest": _("Look straight into the camera. Relax your face and close your mouth."),
    "front_brows_up": _("Look straight into the camera. Raise your eyebrows as high as you can."),
    "front_frown": _("Look straight into the camera. Pull your eyebrows together."),
    "front_smile": _("Look straight into the camera. Smile and show your teeth."),
    "left_45": _("Turn your head half way to your right. Your left cheek faces the camera."),
    "right_45": _("Turn your head half way to your left. Your right cheek faces the camera."),
    "left_90": _("Turn your head all the way to your right. Look straight ahead."),
    "right_90": _("Turn your head all the way to your left. Look straight ahead."),
}
HOW_OTHER = _("Show the place that you want your clinic to see.")

CLEARER: Mapping[str, Words] = {
    "blurred": _("Could be clearer: blurry."),
    "dark": _("Could be clearer: too dark."),
    "bright": _("Could be clearer: too bright."),
}

# Why the camera is off: codes of capture.js and camera.js.
OFF: Mapping[str, Words] = {
    "hidden": _("The camera is off. Turn it on again when you are ready."),
    "lost": _("The camera has stopped. Turn it on again, or choose a photo."),
    "refused": _("This page may not use the camera. Take or choose a photo here."),
    "none": _("We found no camera. Choose a photo here, or go on without one."),
    "busy": _("The camera did not start. Take or choose a photo here."),
}
# One at a time, while the camera is on: codes of live-hints.js and framing.js.
HINTS: Mapping[str, Words] = {
    "dark": _("More light"),
    "bright": _("Less light"),
    "moving": _("Hold still"),
    "blurred": _("Not sharp yet. Wipe the camera."),
    "back": _("Move back a little"),
    "closer": _("Come a little closer"),
    "lineUp": _("Line up with your last photo"),
    "good": _("Good. Hold still."),
}


def capture_words() -> dict[str, Any]:
    """The sentences that the photo step's script shows."""
    return {
        "photoNumber": now("Photo %1 of %2"),
        "removePhoto": now("Remove"),
        "retake": now("Retake"),
        "useAnyway": now("Use it anyway"),
        "looking": now("Looking at your photo."),
        "good": now("Good: clear and well lit."),
        "notJudged": now("Ready to send."),
        "clearer": said(CLEARER),
        "retakeOrUse": now("Retake, or use it anyway."),
        "used": now("It will be sent as it is."),
        "unreadable": now("This picture cannot be read. Remove it, then choose another one."),
        "unreadableSent": now("This picture could not be read, so it was not sent."),
        "starting": now("Starting the camera. Say yes when your phone asks."),
        "takingIn": now("Taking the photo in %s seconds."),
        "stopTimer": now("Stop the timer"),
        "takePhoto": now("Take photo"),
        "useFront": now("Front camera"),
        "useBack": now("Back camera"),
        "off": said(OFF),
        "hints": said(HINTS),
    }


def said(words: Mapping[str, Words]) -> dict[str, str]:
    """Lazy words in the language of this request."""
    return {code: str(text) for code, text in words.items()}
