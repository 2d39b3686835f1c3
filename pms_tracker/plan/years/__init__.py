"""The year (年度): its plan, amendments and results, and the lessons that wait for it."""
