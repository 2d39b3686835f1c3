"""How purposes are kept to: use beyond them, their change, and what persons are shown of them."""
