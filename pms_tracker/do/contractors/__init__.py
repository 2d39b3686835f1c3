"""Contractors (委託先): who handles what for the company, evaluated, bound, ended with proof."""
