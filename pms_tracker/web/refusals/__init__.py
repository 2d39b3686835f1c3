"""What a refusal says to people: one sentence per key."""
