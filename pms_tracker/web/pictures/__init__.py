"""Charts and papers: plain values in, coordinates and pages out."""
