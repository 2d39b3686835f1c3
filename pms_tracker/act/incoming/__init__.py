"""Reports (報告) from anybody, and what else waits beside the steps of cases."""
