"""oversight."""

from flask import Blueprint

oversight = Blueprint("oversight", __name__)
