"""Is the process alive, and is it fit to serve?"""

from flask import Blueprint

health = Blueprint("health", __name__)
