"""The report of a corrective action (是正処置報告書) as a paper."""
