"""What the demo stands on: its company, its days, its stories and the desk of each act."""
