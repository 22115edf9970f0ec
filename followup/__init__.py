"""Proactive follow-up after a police intervention for violence at home."""

from followup.app import create_app

__all__ = ["create_app"]
