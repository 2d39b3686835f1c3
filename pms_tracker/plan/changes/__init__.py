"""Changes (変更の計画): planned with all that they touch, carried out, and told to the body."""
