"""The door: who is let in from which host, what is uploaded, how requests are named and logged."""
