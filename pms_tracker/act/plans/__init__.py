"""Plans of cases: cause, actions, editions of a plan, and the same cause again."""
