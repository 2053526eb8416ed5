"""How skin answers the sun: Fitzpatrick's six types, as a clinician records them."""

from django.db import models


class SkinType(models.TextChoices):
    """From always burning (I) to almost never (VI); "" in a record is "not asked".

    Kept only to compare how groups are looked after; no rule reads it (docs/adr/066). Source: T. B.
    Fitzpatrick, Arch Dermatol 1988; 124: 869-871.
    """

    ONE = "I"
    TWO = "II"
    THREE = "III"
    FOUR = "IV"
    FIVE = "V"
    SIX = "VI"
