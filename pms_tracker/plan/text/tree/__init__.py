"""The tree of a policy: which of its lines begin clauses, how deep, and what each is called."""
