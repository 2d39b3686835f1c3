"""Reports of each month or quarter to the representative: counted, told in order, confirmed."""
