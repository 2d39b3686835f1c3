"""Home, the first steps, the overview of the cycle, and the calendar."""
