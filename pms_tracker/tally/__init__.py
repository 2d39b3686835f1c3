"""Figures that cost the same however many records there are: counted with every change."""
