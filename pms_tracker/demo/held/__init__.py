"""What the demo company holds of persons, and what may go wrong with it, lived through."""
