"""Pledges (誓約書): of whom one is asked, who has not given it, and several collected at once."""
