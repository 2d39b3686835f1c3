"""What the page of one case shows, part by part."""
