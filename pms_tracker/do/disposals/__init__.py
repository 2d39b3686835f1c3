"""Disposals (廃棄): when what is held is due, and the register of what was disposed of."""
