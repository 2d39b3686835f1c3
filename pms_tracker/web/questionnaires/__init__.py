"""Pages of questionnaires: answered outside by a link, sent and read inside."""
