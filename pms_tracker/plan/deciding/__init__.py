"""What is handed in is decided in one way, whichever record of plan or check it is."""
