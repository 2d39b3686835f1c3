"""Each figure as a ratio to a floor measured in the same run; never a time by itself."""
