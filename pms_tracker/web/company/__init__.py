"""Pages of the company and of the installation, for its administrator."""
