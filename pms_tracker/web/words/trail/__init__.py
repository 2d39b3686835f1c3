"""What the trail tells, in words: steps, and the fields that they changed."""
