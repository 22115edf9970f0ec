"""The world of tests/wall, made anew for each test."""

import pytest

from tests.wall.world import World


@pytest.fixture
def world(db):
    return World()
