"""What falls due when, as pages and as files that calendars subscribe to."""
