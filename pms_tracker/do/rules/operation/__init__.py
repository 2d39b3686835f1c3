"""Rules of operation checks (運用の確認), pure: items, periods and due days, faults, reading."""
