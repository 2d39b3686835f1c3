"""Rules of people, pure: what roles may ever do, passwords, last days, deputies."""
