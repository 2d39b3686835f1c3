"""What was carried out (運用実施状況): units by requirements, and the strip of the year."""
