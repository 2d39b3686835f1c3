"""Pages of planned changes beside their register: how to begin with one, and its one-page paper."""
