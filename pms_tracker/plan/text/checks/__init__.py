"""What catches the eye in a policy: rules of their own, each over the text laid out in passages."""
