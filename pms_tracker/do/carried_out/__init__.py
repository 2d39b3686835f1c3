"""What was carried out (運用実施状況): each unit by each requirement of do, year by year."""
