"""Do: what was carried out as planned, kept in registers (台帳)."""
