"""Pages of reports (報告): public, and by name."""
