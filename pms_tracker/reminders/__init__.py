"""The voice: collects the duties of all phases and decides who hears what, and when."""
