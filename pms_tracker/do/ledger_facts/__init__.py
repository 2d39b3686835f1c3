"""What follows from the register of personal information: the life cycle of its entries."""
