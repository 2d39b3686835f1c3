"""Rules of reminders, pure: stages, climbing, first steps."""
