"""Do: registers, trainings and requests come to live here; no family has moved in yet."""
