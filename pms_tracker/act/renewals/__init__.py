"""Renewals of the PrivacyMark (更新): window, readiness, remarks of examiners, and the package."""
