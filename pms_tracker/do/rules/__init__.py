"""Rules of do, pure: what its registers ask for beyond their fields."""
