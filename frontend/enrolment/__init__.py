"""Enrolment (C3): reading the one page, keeping its draft, naming its faults."""
