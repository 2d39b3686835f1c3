"""What the demo company keeps in its registers, and how it came to be."""
