"""Numbers that one statement asks for beside others."""

from django.db.models import Aggregate, IntegerField, Subquery


class CountUpToMost(Subquery):
    """How many rows a sliced query has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) up_to_most)"
    output_field = IntegerField()


class CountOf(Subquery):
    """How many rows a query of the row beside it has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


class Besides(Aggregate):
    """A number of its own in the one row of an aggregate: asked once, there without any row."""

    template = "%(expressions)s"
