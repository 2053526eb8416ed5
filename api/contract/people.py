"""Who is signed in, and what she may do where."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rest_framework import serializers

from api.contract.patients import ClinicOut
from api.contract.shape import Out
from tracker.models import Clinic, Patient, Role, User


class MembershipOut(Out):
    clinic = ClinicOut()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.values))


class MeOut(Out):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    language = serializers.CharField()
    time_zone = serializers.CharField()
    patient = serializers.UUIDField(allow_null=True, help_text="her own record, the newest")
    memberships = MembershipOut(many=True)


def me_out(
    user: User, patient: Patient | None, clinics: list[Clinic], roles: Mapping[UUID, frozenset[str]]
) -> dict[str, Any]:
    return {
        "id": user.pk,
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "time_zone": user.time_zone,
        "patient": patient and patient.pk,
        "memberships": [
            {"clinic": {"id": clinic.pk, "name": clinic.name}, "roles": sorted(roles[clinic.pk])}
            for clinic in clinics
        ],
    }
