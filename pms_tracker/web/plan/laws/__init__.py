"""Pages beside the registers of laws, documents and planned changes."""
