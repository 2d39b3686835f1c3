"""What proves a step: files, decisions with their signature, paper in somebody's name."""
