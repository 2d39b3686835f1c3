"""Operation checks (運用の確認): what is looked at how often, filled in, read, and put right."""
