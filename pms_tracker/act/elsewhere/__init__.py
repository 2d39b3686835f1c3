"""Check in other departments (水平展開): the same fault asked for elsewhere."""
