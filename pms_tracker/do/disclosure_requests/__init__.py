"""Requests (開示等の請求) by persons about what is held of them: checked, sought, answered."""
