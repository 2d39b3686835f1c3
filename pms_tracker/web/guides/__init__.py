"""Help: how to use each page, and the product's words with where they come from."""
