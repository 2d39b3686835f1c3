"""Pages beside the list of laws and norms: the yearly check, and the list that is shipped."""
