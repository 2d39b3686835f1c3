"""Tables of act: cases with all around them, reports of employees, management reviews."""
