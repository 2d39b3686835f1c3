"""How long something lasts: spans from an event or without end, and how people write them."""
