"""Figures people manage by (指標), as boards and charts."""
