"""The demo's past, lived through by the use cases themselves."""
