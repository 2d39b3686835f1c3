"""Pages of who leaves and who is new: what is left, who takes it over, what is still missing."""
