"""A patient as a clinic enrols her, and as it is answered."""

from typing import Any

from rest_framework import serializers

from api.contract.fields import Id, OneOf, TrueOrFalse, codes
from api.contract.shape import Out, Shape, utc
from tracker.models import Patient, SkinType

HISTORY = ("conditions", "allergies", "medicines")
LANGUAGE = "one that is spoken here: en, es"
TIME_ZONE = "by its name in the IANA database: Europe/Madrid"
SKIN_TYPE = "Fitzpatrick's; null was not asked. No rule reads it"
OTHER_ALLERGY = "an allergy that the vocabulary has no code for"
OTHER_BLOOD_THINNER = "a blood thinner that the vocabulary has no code for"
PRIOR_REACTION = "a reaction to an earlier injection; null was not asked. No rule reads it"
TOXIN_ELSEWHERE = "toxin from somebody else in the four months before; null was not asked"
TOXIN_ASKED_ON = "the day of that answer, by the clinic's clock"


class PatientIn(Shape):
    """A list is complete: what is absent is "no"; null was not asked."""

    name = serializers.CharField(max_length=200)
    date_of_birth = serializers.DateField()
    email = serializers.EmailField(
        max_length=254, required=False, allow_null=True, allow_blank=True, default=None
    )
    phone = serializers.CharField(
        max_length=40,
        required=False,
        allow_null=True,
        allow_blank=True,
        default=None,
        help_text="contact data only; no SMS is sent anywhere",
    )
    language = serializers.CharField(max_length=10, help_text=LANGUAGE)
    time_zone = serializers.CharField(max_length=64, help_text=TIME_ZONE)
    conditions = codes("conditions", required=False, allow_null=True, default=None)
    allergies = codes("allergies", required=False, allow_null=True, default=None)
    medicines = codes("medicines", required=False, allow_null=True, default=None)
    not_asked = codes(*HISTORY, required=False, default=list)
    skin_type = OneOf(
        SkinType.values, required=False, allow_null=True, default=None, help_text=SKIN_TYPE
    )
    other_allergy = TrueOrFalse(required=False, default=False, help_text=OTHER_ALLERGY)
    other_blood_thinner = TrueOrFalse(required=False, default=False, help_text=OTHER_BLOOD_THINNER)
    prior_reaction = TrueOrFalse(
        required=False, allow_null=True, default=None, help_text=PRIOR_REACTION
    )
    toxin_elsewhere = TrueOrFalse(
        required=False, allow_null=True, default=None, help_text=TOXIN_ELSEWHERE
    )
    clinic = Id(
        required=False,
        allow_null=True,
        default=None,
        help_text="only where the sender works at several clinics",
    )


class PatientChangesIn(Shape):
    """Every field may be left out: then it stays."""

    name = serializers.CharField(max_length=200, required=False)
    date_of_birth = serializers.DateField(required=False)
    email = serializers.EmailField(
        max_length=254, required=False, allow_null=True, allow_blank=True
    )
    phone = serializers.CharField(max_length=40, required=False, allow_null=True, allow_blank=True)
    language = serializers.CharField(max_length=10, required=False, help_text=LANGUAGE)
    time_zone = serializers.CharField(max_length=64, required=False, help_text=TIME_ZONE)
    conditions = codes("conditions", required=False, allow_null=True)
    allergies = codes("allergies", required=False, allow_null=True)
    medicines = codes("medicines", required=False, allow_null=True)
    not_asked = codes(*HISTORY, required=False)
    skin_type = OneOf(SkinType.values, required=False, allow_null=True, help_text=SKIN_TYPE)
    other_allergy = TrueOrFalse(required=False, help_text=OTHER_ALLERGY)
    other_blood_thinner = TrueOrFalse(required=False, help_text=OTHER_BLOOD_THINNER)
    prior_reaction = TrueOrFalse(required=False, allow_null=True, help_text=PRIOR_REACTION)
    toxin_elsewhere = TrueOrFalse(required=False, allow_null=True, help_text=TOXIN_ELSEWHERE)


class ClinicOut(Out):
    id = serializers.UUIDField()
    name = serializers.CharField()


class PatientOut(Out):
    id = serializers.UUIDField()
    clinic = serializers.UUIDField()
    name = serializers.CharField()
    date_of_birth = serializers.DateField()
    email = serializers.CharField(allow_null=True)
    phone = serializers.CharField(allow_null=True)
    language = serializers.CharField()
    time_zone = serializers.CharField()
    conditions = serializers.ListField(child=serializers.CharField(), allow_null=True)
    allergies = serializers.ListField(child=serializers.CharField(), allow_null=True)
    medicines = serializers.ListField(child=serializers.CharField(), allow_null=True)
    not_asked = serializers.ListField(child=serializers.CharField())
    skin_type = serializers.ChoiceField(
        choices=SkinType.values, allow_null=True, help_text=SKIN_TYPE
    )
    other_allergy = serializers.BooleanField(help_text=OTHER_ALLERGY)
    other_blood_thinner = serializers.BooleanField(help_text=OTHER_BLOOD_THINNER)
    prior_reaction = serializers.BooleanField(allow_null=True, help_text=PRIOR_REACTION)
    toxin_elsewhere = serializers.BooleanField(allow_null=True, help_text=TOXIN_ELSEWHERE)
    toxin_asked_on = serializers.DateField(allow_null=True, help_text=TOXIN_ASKED_ON)
    created_at = serializers.DateTimeField()


class InvitationOut(Out):
    url = serializers.CharField()
    expires_at = serializers.DateTimeField()


class EnrolledOut(PatientOut):
    invitation = InvitationOut()


def patient_out(patient: Patient) -> dict[str, Any]:
    asked_on = patient.toxin_asked_on
    return {
        "id": patient.pk,
        "clinic": patient.clinic_id,
        "name": patient.name,
        "date_of_birth": patient.date_of_birth.isoformat(),
        "email": patient.email or None,
        "phone": patient.phone or None,
        "language": patient.language,
        "time_zone": patient.time_zone,
        "conditions": patient.conditions,
        "allergies": patient.allergies,
        "medicines": patient.medicines,
        "not_asked": patient.not_asked,
        "skin_type": patient.skin_type or None,
        "other_allergy": patient.other_allergy,
        "other_blood_thinner": patient.other_blood_thinner,
        "prior_reaction": patient.prior_reaction,
        "toxin_elsewhere": patient.toxin_elsewhere,
        "toxin_asked_on": asked_on.isoformat() if asked_on else None,
        "created_at": utc(patient.created_at),
    }


def enrolled_out(patient: Patient, invited: Any) -> dict[str, Any]:
    invitation = {"url": invited.url, "expires_at": utc(invited.expires_at)}
    return {**patient_out(patient), "invitation": invitation}
