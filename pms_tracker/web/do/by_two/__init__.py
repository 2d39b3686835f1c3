"""Pages of what two decide of an entry: asked with a reason, read and decided on a page."""
