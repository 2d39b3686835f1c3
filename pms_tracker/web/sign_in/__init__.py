"""Signing in and staying so: passwords, second factors, the company's provider, sessions."""
