"""Reviews of what do's registers hold: asked of each unit, answered row by row, confirmed."""
