"""What records share on their pages: path, history, mails, links, and whose turn is next."""
