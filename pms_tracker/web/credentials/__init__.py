"""What signing in rests on: its forms, limits on guessing, links, passkeys and providers."""
