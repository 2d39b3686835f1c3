"""The first ledger (はじめての台帳): drafted from answers in the words of an office."""
