"""The fictional demo company: its people, its policies, and a year and more of its cycle."""
