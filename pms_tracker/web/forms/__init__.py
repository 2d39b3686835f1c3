"""What all forms share: what was typed is kept, sent once, and refused in place."""
