"""PMS Tracker: the cycle of a personal information protection management system, made to turn."""
