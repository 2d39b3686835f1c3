"""Pages of renewals beside their register: readiness, what is handed in, and the package."""
