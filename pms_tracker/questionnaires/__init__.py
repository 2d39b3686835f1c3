"""Questionnaires (確認票): questions to outsiders, answered by a link and without an account."""
