"""The board of what was carried out, by unit and requirement, and its file."""
