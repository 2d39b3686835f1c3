"""Rules, blank forms and kinds of records (文書・様式・記録), and what of the guide they cover."""
