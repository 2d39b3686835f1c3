"""Horizontal deployment (水平展開): the same fault asked for elsewhere."""
