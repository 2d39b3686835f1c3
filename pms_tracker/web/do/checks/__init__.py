"""Pages of operation checks (運用の確認): filled in, by a QR code at the door too, and read."""
