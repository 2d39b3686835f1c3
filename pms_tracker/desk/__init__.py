"""What a person keeps while they work: drafts, saved views, forms that were sent."""
