"""Fictitious data: one zone, two services and their weeks of work, made with its own verbs."""
