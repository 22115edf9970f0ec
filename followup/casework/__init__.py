"""The verbs of the work: they check, change and flush; the request or the job commits."""
