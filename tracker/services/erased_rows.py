"""Every row of a patient, deleted in the order that their keys ask for."""

from typing import Any

from django.db.models import Q, QuerySet

from tracker.models import (
    AftercareSlip,
    Bruise,
    BruiseMeasurement,
    CheckIn,
    InjectionSite,
    Landmarks,
    Membership,
    Message,
    NoteMark,
    Notification,
    Patient,
    PatientKey,
    Photo,
    PhotoRequest,
    PushSubscription,
    RemedyFeedback,
    ReviewCase,
    ReviewEvent,
    Treatment,
    TreatmentCorrection,
    User,
)
from tracker.services import sessions


def delete_rows(patient: Patient) -> int:
    """How many. Her account goes too, where it is no other patient's and no colleague's."""
    user, addresses = patient.user, {patient.email, patient.user.email if patient.user else ""}
    count = sum(rows.delete()[0] for rows in _rows(patient))
    count += patient.delete()[0]
    if user is not None and not _is_needed(user):
        sessions.forget(lambda held: sessions.is_hers(held, user))
        count += user.delete()[0]
    return count + sum(_forget_address(each) for each in addresses - {""})


def _is_needed(user: User) -> bool:
    return user.patient_records.exists() or Membership.objects.filter(user=user).exists()


def _forget_address(address: str) -> int:
    """What was sent to it or waits, unless somebody else is reached there: two may share a mailbox,
    and her account may stay.
    """
    people = (User.objects, Patient.objects)
    if any(each.filter(email__iexact=address).exists() for each in people):
        return 0
    sessions.forget(lambda held: sessions.waits_for(held, address))
    return Notification.objects.filter(address__iexact=address).delete()[0]


def _rows(patient: Patient) -> list[QuerySet[Any]]:
    hers, treated = Q(patient=patient), Q(treatment__patient=patient)
    cases = ReviewCase.objects.filter(hers)
    cases.update(previous=None)
    photos = Photo.objects.filter(hers)
    found = [
        BruiseMeasurement.objects.filter(photo__patient=patient),
        Bruise.objects.filter(treated),
        Landmarks.objects.filter(photo__patient=patient),
        Message.objects.filter(treated),
        RemedyFeedback.objects.filter(treated),
        AftercareSlip.objects.filter(treated),
        photos,
        PatientKey.objects.filter(hers),
        PhotoRequest.objects.filter(treated),
        PushSubscription.objects.filter(user__patient_records=patient),
        ReviewEvent.objects.filter(case__patient=patient),
        cases,
        NoteMark.objects.filter(check_in__patient=patient),
        CheckIn.objects.filter(hers),
        InjectionSite.objects.filter(treated),
        TreatmentCorrection.objects.filter(treated),
        Treatment.objects.filter(hers),
    ]
    return found
