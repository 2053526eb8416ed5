"""Papers: a case, an emergency card, a report of an adverse event, each as a tagged PDF."""
