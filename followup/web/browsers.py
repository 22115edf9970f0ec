"""Name a browser so that a person recognises it in the list of open sessions."""

# In this order: most browsers also name the ones they descend from.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_name(user_agent):
    """Like “Firefox, Windows”; empty when nothing is recognised."""
    return ", ".join(filter(None, (_first(BROWSERS, user_agent), _first(MACHINES, user_agent))))


def _first(names, text):
    return next((name for mark, name in names if mark in text), "")
