"""Where a case is found: one place for addresses that stand on many pages."""


def case_url(code):
    return f"/c/{code}"


def log_url(code):
    return f"/c/{code}/contact/new"


def later_url(code):
    return f"/c/{code}/later"


def call_anyway_url(code):
    return f"/c/{code}/call-anyway"


def read_rules_url(code):
    return f"/c/{code}/safe-contact/read"
