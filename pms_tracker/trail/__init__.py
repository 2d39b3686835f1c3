"""What happened: append-only, hash-chained; and the numbers that records are known by."""
