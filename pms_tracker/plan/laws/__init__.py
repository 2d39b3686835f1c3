"""Laws, guidelines and other norms (法令・規範): listed, checked each year, and their changes."""
