"""Pages and papers of audit reports, and the summary of a year."""
