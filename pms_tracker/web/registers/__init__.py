"""Pages of declared registers: list, record, forms, import, export and paper, from their rows."""
