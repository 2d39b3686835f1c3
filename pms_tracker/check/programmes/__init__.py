"""Audit programmes (監査プログラム) and what they cover (網羅)."""
