"""What gunicorn serves while measuring: the product on the database named in BENCH_GROUND."""

import os

from bench.ground import Ground

kind, size = os.environ["BENCH_GROUND"].split("-")
app = Ground(kind, int(size), url=os.environ["BENCH_URL"]).app()
