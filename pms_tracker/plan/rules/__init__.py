"""Rules of plan, pure: texts in force, requirement sets, lessons and the year."""
