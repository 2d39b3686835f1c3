"""Pages of policies: versions, reviews, acknowledgements, lessons, the published text."""
