"""Rules of what is decided and told of an incident (事故), pure."""
