"""Letters in an outbox, rendered in the reader's language and delivered over one connection."""
