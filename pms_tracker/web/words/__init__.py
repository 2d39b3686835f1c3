"""Words as people read them: days, states, duties, rows of files, and what the trail tells."""
