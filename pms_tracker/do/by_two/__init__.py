"""What a second person decides of an entry: asked with a reason, decided, and lapsed."""
