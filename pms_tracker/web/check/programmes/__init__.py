"""Pages of audit programmes and of their coverage."""
