"""What the demo company keeps for its renewal: norms, documents, a planned change, the renewal."""
