"""What is law or custom of a country, as data: customs, and the packs of them to choose from."""
