"""Trainings (教育): courses, plans, whom they are assigned to, tests, and reports."""
