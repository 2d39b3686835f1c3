"""What follows from the register of personal information: life cycles, and whose rules apply."""
