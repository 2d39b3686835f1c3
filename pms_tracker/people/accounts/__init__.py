"""Accounts: who is signed in where, who guessed, what concerns the doors."""
