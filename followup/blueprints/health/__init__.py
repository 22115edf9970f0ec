"""Whether the process is alive, and whether it is fit to serve."""

from flask import Blueprint, jsonify

from followup.casework import readiness
from followup.web.access import PUBLIC, add_pages, page


def alive():
    return jsonify(alive=True)


def ready():
    faults = readiness.faults()
    return jsonify(ready=not faults, faults=faults), 503 if faults else 200


health = Blueprint("health", __name__)
add_pages(health, page("/healthz", alive, PUBLIC), page("/readyz", ready, PUBLIC))
