"""Contractors (委託先), evaluated, bound, ended with proof; work taken from clients (受託業務)."""
