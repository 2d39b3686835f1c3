"""Rules of act, pure: cases from source to effect, reports of employees, management reviews."""
