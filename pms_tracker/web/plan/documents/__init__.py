"""Pages of documents beside their registers: the coverage of the guide, item by item."""
