"""The administrator's work: backups, restored on either database, and checks of what is kept."""
