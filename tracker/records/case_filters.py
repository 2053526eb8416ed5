"""Which cases a filtered worklist shows: by what was reported, by the rule, by the treatment."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from tracker.models import CaseLabel, CheckIn, ReviewEvent, SymptomReport
from tracker.records.case_labels import key_of


@dataclass(frozen=True)
class CaseFilters:
    """Every one that is set has to hold; symptom and region hold in one and the same report."""

    symptom: str = ""
    region: str = ""
    product: str = ""
    lot: str = ""
    day: int | None = None
    rule: str = ""
    wants_contact: bool = False
    language: str = ""
    label: str = ""

    def condition(self) -> Q:
        """On a case."""
        found = Q()
        if self.symptom or self.region:
            found &= Q(Exists(self._reports()))
        if self.rule:
            found &= Q(Exists(_fired(self.rule)))
        if self.label:
            worn = CaseLabel.objects.filter(case=OuterRef("pk"), key=key_of(self.label))
            found &= Q(Exists(worn))
        if self.wants_contact:
            asked = CheckIn.objects.filter(treatment=OuterRef("treatment"), wants_contact=True)
            found &= Q(Exists(asked))
        return found & self._of_the_case()

    def _reports(self) -> QuerySet[SymptomReport]:
        told = SymptomReport.objects.filter(check_in__treatment=OuterRef("treatment"))
        said = {"symptom": self.symptom, "region": self.region}
        return told.filter(**{name: code for name, code in said.items() if code})

    def _of_the_case(self) -> Q:
        said = {
            "treatment__product": self.product,
            "treatment__lot__iexact": self.lot,
            "patient__language": self.language,
        }
        found = Q(**{path: value for path, value in said.items() if value})
        return found if self.day is None else found & Q(day=self.day)


def _fired(rule: str) -> QuerySet[ReviewEvent]:
    """Events whose judgement names the rule; ids stand quoted in the list, so no part matches."""
    judged = ReviewEvent.objects.filter(case=OuterRef("pk"))
    named = judged.annotate(rules=Cast("assessment__rules", TextField()))
    return named.filter(rules__contains=f'"{rule}"')
