"""Pages beside the register of complaints: who they came from, months' reports, and the desk."""
