"""Check: audits, their checklists and the findings filed from them."""
