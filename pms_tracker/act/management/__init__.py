"""Management reviews: convened, written down, decided."""
