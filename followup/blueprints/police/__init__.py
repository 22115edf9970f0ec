"""police."""

from flask import Blueprint

police = Blueprint("police", __name__)
