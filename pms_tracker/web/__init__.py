"""The face: pages, forms and permissions at the door."""
