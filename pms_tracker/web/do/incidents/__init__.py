"""Pages of incidents beside their register: clocks, drafts, decisions, what happened when."""
