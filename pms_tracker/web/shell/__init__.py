"""What every answer is given: navigation, help, headers, refusals as pages, measures."""
