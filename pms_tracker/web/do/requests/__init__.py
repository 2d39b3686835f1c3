"""Pages of requests by persons about what is held of them (開示等の請求): days, letters, search."""
