"""What runs by itself: beats, what is pruned, and what administrators are to do."""
