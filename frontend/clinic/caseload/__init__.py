"""C5: the caseload's figures as tables and drawings; what they count stands in tracker/records."""
