"""Every sentence that API and pages share and that is not the protocol's."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

TOO_LARGE = _("This is too large to send. Make it smaller, then send it again.")

TITLES = {
    "validation": _("Some of this needs another look"),
    "not-found": _("Not found"),
    "not-signed-in": _("Please sign in"),
    "not-allowed": _("Your role does not allow this"),
    "consent-required": _("Not taken: you have not agreed to it"),
    "csrf": _("This page was open too long"),
    "reauthentication-required": _("Please sign in again"),
    "second-factor-required": _("A second step is needed"),
    "stale-version": _("A colleague was here first"),
    "other-body": _("Something else was sent under this id"),
    "move-not-legal": _("This step is not open now"),
    "contact-required": _("Record the contact first"),
    "too-large": _("Too large"),
    "unsupported-picture": _("Not a photo we can read"),
    "untrusted-picture": _("This photo could not be used"),
    "quota": _("Enough photos for today"),
    "too-many-requests": _("Too many tries"),
    "unavailable": _("Not available for a moment"),
}

DETAILS = {
    "validation": _("Check the fields named below, then send it again."),
    "not-found": _("There is nothing here, or it is not yours to see."),
    "not-signed-in": _("Sign in, then try this again."),
    "not-allowed": _("Ask your clinic's administrator if you need this."),
    "consent-required": _(
        "Not taken, and your clinic has not seen it: you have not agreed to the use of your "
        "check-ins. You can agree in Settings."
    ),
    "csrf": _("Load the page again, then send it once more."),
    "reauthentication-required": _("For this step, sign in again first."),
    "second-factor-required": _("Show your app's code or your passkey, then try this again."),
    "stale-version": _("This case changed after you opened it. Look at it again, then decide."),
    "other-body": _("This id was used before with other content. Nothing was changed."),
    "move-not-legal": _("The case is in another state. Choose one of the open steps."),
    "contact-required": _(
        "Urgent and emergency cases close only with a recorded contact or attempt."
    ),
    "too-large": TOO_LARGE,
    "quota": _("You have sent many photos today. Send more tomorrow, or write to your clinic."),
    "too-many-requests": _("Wait a little, then try again."),
    "unavailable": _("Try again in a minute. Nothing you sent before is lost."),
}

PICTURE_REFUSED = {
    "not-a-picture": _("Choose a photo (JPEG, PNG, WebP, HEIC or AVIF)."),
    "too-many-bytes": _("This photo is larger than 25 MB. Choose a smaller one."),
    "broken": _("This photo is damaged or cut short. Take it again."),
    "too-many-pixels": _("This photo has more than 64 million pixels. Choose a smaller one."),
    "too-small": _("This photo is too small to see your skin. Take a new one."),
    "too-complex": _("We could not open this photo. Take it again with your camera."),
    "crashed": _("We could not open this photo. Take it again with your camera."),
}

NO_PHOTO = {  # why there is none that day, in her words
    "bad_light": _("The light or the place is not good"),
    "not_private": _("I am not alone here"),
    "not_up_to_it": _("I do not feel up to it"),
    "no_camera": _("My camera does not work"),
    "no_change": _("Nothing has changed since my last photo"),
    "rather_not": _("I do not want a photo taken today"),
}

PHOTO_ADVICE = {
    "blurred": _("Could be clearer: blurry. Retake, or use it anyway."),
    "dark": _("Could be clearer: too dark. Retake, or use it anyway."),
    "bright": _("Could be clearer: too bright. Retake, or use it anyway."),
}

BRUISE_REFUSED = {
    "blurred": _("the photo is blurry there"),
    "glare": _("light shines back from the skin there"),
    "clipped": _("the photo is too bright or too dark there"),
    "make_up": _("it looks as if there is make-up on the skin"),
    "bad_light": _("the light is uneven or coloured"),
    "moved_head": _("the head was turned another way than on the first photo"),
    "too_little_contrast": _("the bruise does not stand out enough from this skin"),
    "too_small": _("the bruise is too small on this photo"),
    "ring_outside": _("the ring reaches over the edge of the photo"),
    "no_skin_around": _("there is too little plain skin around it"),
}

NOT_TAKEN_IN_DANGER = _(
    "Emergency: call %(number)s or go to hospital now. Your clinic is not told: you have not "
    "agreed to the use of your check-ins."
)
SHE_ENDED_CARE = _("The patient has ended the use of check-ins. No photo comes: phone.")
SHE_KEEPS_NO_PHOTOS = _("The patient has not agreed to photos. Phone, or look at the clinic.")
NO_PHOTO_CONSENT = _("Photos are off. You can turn them on in Settings.")
WANTS_CONTACT = _("Asked to be contacted today")
RECALL_WORDS = _("Write the message, in at most 2,000 characters.")
REPORT_FIELDS = {
    "serious": _("Choose from the list of serious outcomes."),
    "outcome": _("Choose an outcome from the list."),
    "words": _("Write at most 4,000 characters."),
}
CHOOSE_A_LEVEL = _("Choose a level: review, urgent or emergency.")
SAY_WHY = _("Say why in one line of at most 300 letters.")
LABEL_WORDS = _("Write a label of 1 to 40 letters, on one line.")
LABEL_THERE = _("This label is on the case already.")
LABEL_GONE = _("This label is not on the case any more.")
LABELS_FULL = _("A case holds at most 10 labels. Take one off first.")
ONE_BY_ONE = _(
    "Urgent and emergency cases are worked one by one. Several at once can only be assigned."
)
TOO_MANY_AT_ONCE = _("Choose at most 50 cases for one message.")
ONE_CLINIC_AT_ONCE = _("Choose cases of one clinic: a template is the words of one clinic.")
KEY_MISSING = _("Choose one letter, digit or sign.")
KEY_TWICE = _("“%(key)s” stands here twice. Choose another key for one of them.")
KEY_KEPT = _("“%(key)s” is kept: “g w” opens the worklist, “?” the list of keys.")
NOBODY_HAD_LOT = _("Nobody at your clinics had this lot.")
VISIT_AT = _("We expect you at the clinic: %(when)s. To change the time, call %(phone)s.")
CALL_TO_BOOK = _("Please call us for a visit: %(phone)s.")
WORRIED = _("Wrote that they are worried")
SILENT_AFTER_RISK = _("No check-in on day %s, after a report that was flagged")
SILENT_IN_ONSET = _("No check-in on day %s, while harm can still begin")
UNKNOWN_QUESTION = _("This question is not part of the protocol.")
NOT_SHOWN = _("This remedy was not shown with that check-in.")
UNKNOWN_OUTCOME = _("Choose helped, no change or worse.")
NO_KNOWN_PUSH_SERVICE = _("This browser cannot get notifications from us.")
NO_REMINDER_AT_NIGHT = _("Choose a time from 7am to 8pm.")
UNKNOWN_VIEW = _("Choose one of the listed views.")
UNKNOWN_CHOICE = _("Choose one of the listed answers.")
TIME_IS_PAST = _("Choose a time that is still to come.")
SNOOZE_TOO_LONG = _("Choose a time before the case is due.")
NOBODY_TO_ESCALATE_TO = _("Choose a dermatologist of this clinic, or the clinical lead.")
CONTACT_TO_COME = _("A contact that is recorded has been. Check the date and time.")
FALSE_ALARM_WHY = _("Say which part was wrong.")
OUTSIDE_THE_PHOTO = _("This lies outside the photo. Mark it again.")
TOO_FEW_LANDMARKS = _("Mark at least 2 places on the face.")
LANDMARKS_ON_ONE_SPOT = _("Two marks lie on one spot. Move one of them.")
COIN_HALF_SAID = _("Mark both edges of the coin and choose which coin it is.")
RING_MISSING = _("Draw the ring around the bruise first.")
BRUISE_OF_OTHER_VIEW = _("Choose a bruise of this view.")
SCALE_NOT_MARKED = _("The marks for this size are missing on the photo. Mark them first.")
NOT_A_PHOTO_OF_THIS_THREAD = _("Choose photos of this treatment only.")

# Enrolling, inviting, accounts.
UNKNOWN_CODE = _("The protocol does not know “%(code)s”.")
UNKNOWN_SKIN_TYPE = _("A skin type is one of I, II, III, IV, V and VI, or is left empty.")
NOT_TICKED_AND_UNKNOWN = _("“%(code)s” cannot be both known and not asked.")
BORN_IN_FUTURE = _("The date of birth is after today. Check the year.")
BORN_TOO_EARLY = _("The date of birth is more than 120 years ago. Check the year.")
UNKNOWN_TIME_ZONE = _("Choose a time zone from the list.")
UNKNOWN_LANGUAGE = _("Choose a language from the list.")
NAME_MISSING = _("Enter the name.")
PERFORMED_IN_FUTURE = _("The treatment is in the future. Check the date and time.")
PERFORMED_BEFORE_BIRTH = _("The treatment is before the date of birth. Check both.")
SITES_MISSING = _("Choose at least one place on the map.")
UNKNOWN_PROCEDURE = _("Choose the treatment.")
PRODUCT_OF_OTHER_PROCEDURE = _("This product belongs to another treatment. Choose again.")
AMOUNT_IMPOSSIBLE = _("Enter an amount above 0 and below 100,000.")
UNIT_OF_OTHER_PRODUCT = _("This product is measured in %(unit)s. Units are never converted.")
UNIT_MISSING = _("Say in which unit this is, or name the product.")
SIDE_UNKNOWN = _("Choose left, right or both, or leave the side out.")
NOTHING_CORRECTED = _("Nothing is changed yet.")
CORRECTION_REASON = _("Choose why it is corrected.")
HAS_ACCOUNT = _("This patient already has an account. No invitation is needed.")
NOT_EDITABLE = _("This cannot be changed here.")
ADDRESS_TAKEN = _("This address already belongs to another record at this clinic.")
LINK_SPENT = _("This link no longer works. Ask your clinic for a new one.")
UNKNOWN_ROLE = _("Roles are coordinator, dermatologist, clinical_lead and administrator.")
ACCOUNT_CLOSED = _("The account of this address is closed. Ask your clinic.")
NOT_AN_ADDRESS = _("This is not an e-mail address.")

# Roles, absences and what a clinic says of itself.
NOT_A_MEMBER = _("This person does not work at this clinic.")
WORKS_HERE = _("This person works here already. Change the roles on their page.")
CHOOSE_A_ROLE = _("Choose at least one role.")
LAST_ADMINISTRATOR = _("This is the last administrator. Make somebody else one first.")
SECOND_PERSON_CONFIRMS = _("Another administrator or a clinical lead has to confirm this.")
NOT_THERE_TO_TAKE = _("Choose a colleague who is there and may decide as well.")
YOU_ARE_AWAY = _("You are marked as away. End that first, on the page Handing over.")
ABSENCE_OVER = _("Choose a last day that is not over, and not before the first.")
ABSENCE_TOO_LONG = _("Choose days within one year.")
ABSENCE_TWICE = _("Some of these days are marked already. End that entry first.")
NEVER_OPEN = _("Enter opening hours for at least one day.")
HOURS_UNREADABLE = _("Enter both times, such as 09:00 and 17:00.")
HOURS_CROSSED = _("Each time has to come after the one before it.")
HOLIDAY_UNREADABLE = _("Write each holiday on its own line, such as 2026-12-25.")
HOLIDAYS_TOO_MANY = _("Enter at most 200 holidays.")
NOT_A_NUMBER = _("Enter a phone number: digits, spaces and a plus sign.")
ADDRESS_TOO_LONG = _("Enter at most 300 characters.")
WORDS_IN_EACH_LANGUAGE = _("Write it in each language, or in none.")
CONSENT_WORDS_FIRST = _("Write your words of consents in this language first.")
WORDS_TOO_MANY = _("Write at most 1,000 characters.")
YEARS_OUT_OF_RANGE = _("Choose 1 to 30 years.")
LOOK_AT_THE_NUMBER = _("Look at how many records this ends, then confirm it.")
NO_SUCH_RECORD = _("No record of this clinic has that number.")
HOLD_CODE = _("Enter a short code: small letters, digits and hyphens.")

# Drafts and releases of the protocol.
SECOND_PERSON = _("A second person has to approve it.")
NO_SUCH_VERSION = _("There is no such protocol folder.")
NOT_A_DRAFT = _("Only a draft can be handed in. This version is further on.")
NOT_SUBMITTED = _("This version is not waiting for approval.")
NOT_AS_SUBMITTED = _("Its files changed after it was handed in. Hand it in again.")
NOT_AS_SEEN = _("Its files changed since this page was shown. Look at it again.")
REHEARSE_FIRST = _("Rehearse it first, to the end, against the version in force.")
NOTHING_TO_REHEARSE = _("This version is the one in force. There is nothing to compare.")
DAYS_OUT_OF_RANGE = _("Choose 1 to %(most)d days.")
CHANGED_SINCE_REHEARSAL = _("A version or the case library changed. Start the rehearsal again.")


def cannot_measure(reason: str) -> str:
    """Why a bruise could not be measured on a photo; reason is a key of BRUISE_REFUSED."""
    return gettext("Cannot be measured here: %(why)s.") % {"why": BRUISE_REFUSED[reason]}


PASSWORD_SHORT = _(
    "Use at least %(least)s characters. Four or five words are easy to keep in mind."
)
PASSWORD_LONG = _("Use at most %(most)s characters.")
PASSWORD_KNOWN = _("Others would try this early. Use words that do not belong together.")
