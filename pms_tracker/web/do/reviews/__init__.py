"""Pages and papers of reviews of what registers hold (台帳の見直し)."""
