"""What comes to the demo company from outside: complaints, and requests of persons."""
