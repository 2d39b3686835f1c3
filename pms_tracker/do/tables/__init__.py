"""Tables of do: one for each register."""
