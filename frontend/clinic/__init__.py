"""What the clinic's pages say and show: rows to words, moves to forms, rules to sentences."""
