"""Teams of audits where work is known too: assigned, checked again, changed."""
