"""Applications for the PrivacyMark (新規・更新): window, readiness, remarks, and the package."""
