"""Who: people who sign in, clinics, what each may do where, and patients."""

import unicodedata
import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from tracker.models.skin_type import SkinType


def as_typed_anywhere(password: str) -> str:
    """One form of a password, however a keyboard composes its letters.

    Source: NIST SP 800-63B-4, section 3.1.1.2 (normalized before hashing, NFKC).
    """
    return unicodedata.normalize("NFKC", password)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in, known by an e-mail address without regard to case.

    app_lock: she signs in again after five minutes away, on each of her devices.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    app_lock = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return str(self.id)

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(as_typed_anywhere(raw_password) if raw_password else raw_password)

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(as_typed_anywhere(raw_password) if raw_password else None)


def weekdays_nine_to_five() -> dict[str, list[list[str]]]:
    return {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


class Clinic(models.Model):
    """hours: weekday ("mon" …) -> opening spans, local time; holidays: ISO dates, closed.

    languages: codes that its patients are offered; null is every one that is installed.
    retention_years: how long the law asks the clinic to keep a record; 8 is what the NHS asks for
    adults (Records Management Code of Practice, appendix II). Each clinic states its own.
    The three response times can only be shorter than those of API.md, "Cases": minutes, opening
    minutes, and opening hours within the one working day (null: that day itself).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    languages = models.JSONField(null=True, blank=True)
    hours = models.JSONField(default=weekdays_nine_to_five)
    holidays = models.JSONField(default=list, blank=True)
    phone = models.CharField(max_length=40)
    out_of_hours_phone = models.CharField(max_length=40, blank=True)
    emergency_number = models.CharField(max_length=20, default="112")
    address = models.CharField(max_length=300, blank=True)
    retention_years = models.PositiveSmallIntegerField(default=8)  # after the last treatment
    emergency_minutes = models.PositiveSmallIntegerField(default=15)
    urgent_minutes = models.PositiveSmallIntegerField(default=120)
    review_hours = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    COORDINATOR = "coordinator"
    DERMATOLOGIST = "dermatologist"
    CLINICAL_LEAD = "clinical_lead"
    ADMINISTRATOR = "administrator"


class Membership(models.Model):
    """One role of one person at one clinic; ended_at closes every view of that clinic."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "clinic", "role"],
                condition=models.Q(ended_at=None),
                name="membership_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Patient(models.Model):
    """A person treated by a clinic, with the history that matters, coded.

    conditions, allergies, medicines: a list is complete (what is absent is "no"), null was not
    asked; a code in not_asked is unknown whatever the lists say. safety_answers are her own later
    answers to a contraindication (question -> true, false or "not_sure"). reminder_at is by her own
    clock; null is "not chosen": the evening. weekend_reminder_at: null is "as on other days".
    skin_type: "" was not asked; it is compared in the caseload and never judged by.
    other_allergy, other_blood_thinner: one that the protocol has no code for. prior_reaction: to
    an earlier injection; toxin_elsewhere: in the four months before the day of toxin_asked_on.
    Null was not asked; no rule reads these four (docs/adr/094).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="patients")
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="patient_records"
    )
    name = models.CharField(max_length=200)
    date_of_birth = models.DateField()
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    conditions = models.JSONField(null=True, blank=True)
    allergies = models.JSONField(null=True, blank=True)
    medicines = models.JSONField(null=True, blank=True)
    not_asked = models.JSONField(default=list, blank=True)
    other_allergy = models.BooleanField(default=False, db_default=False)
    other_blood_thinner = models.BooleanField(default=False, db_default=False)
    prior_reaction = models.BooleanField(null=True, blank=True)
    toxin_elsewhere = models.BooleanField(null=True, blank=True)
    toxin_asked_on = models.DateField(null=True, blank=True)
    skin_type = models.CharField(max_length=3, blank=True, choices=SkinType.choices)
    safety_answers = models.JSONField(default=dict, blank=True)
    reminder_at = models.TimeField(null=True, blank=True)
    weekend_reminder_at = models.TimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "user"],
                condition=models.Q(user__isnull=False),
                name="one_record_a_clinic",
            ),
            models.CheckConstraint(
                condition=models.Q(skin_type__in=["", *SkinType.values]), name="skin_type_known"
            ),
            models.CheckConstraint(
                condition=models.Q(toxin_elsewhere=None, toxin_asked_on=None)
                | models.Q(toxin_elsewhere__isnull=False, toxin_asked_on__isnull=False),
                name="toxin_elsewhere_dated",
            ),
        ]
        indexes = [models.Index(fields=["clinic", "name"], name="patient_by_name")]

    def __str__(self) -> str:
        return str(self.id)

    def age_on(self, day: date) -> int:
        """Whole years."""
        born = self.date_of_birth
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
