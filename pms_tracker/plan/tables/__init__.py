"""Tables of plan: policies with all around them, lessons, and the plans of years."""
