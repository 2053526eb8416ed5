"""The statistics of the caseload: shares, centiles and gaps. Pure, standard library only."""
