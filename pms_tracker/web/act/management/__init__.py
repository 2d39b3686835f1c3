"""Pages and papers of management reviews."""
