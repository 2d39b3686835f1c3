"""Applications for the PrivacyMark (新規・更新): window, readiness, remarks of examiners, and the package."""
