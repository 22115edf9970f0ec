"""The bar that offers to take the last act back, for 10 seconds."""

from datetime import datetime, timedelta

from flask import session

from followup import clock

SHOWN_FOR = timedelta(seconds=10)


def offer_undo(text, url):
    """Show the bar on the next page. Neither text nor address may name a person."""
    session["undo"] = {"text": text, "url": url, "until": (clock.now() + SHOWN_FOR).isoformat()}


def undo_bar(kept):
    """The bar to show now, or None when its time is over."""
    offered = kept.get("undo")
    if not offered:
        return None
    left = (datetime.fromisoformat(offered["until"]) - clock.now()).total_seconds()
    if left <= 0:
        kept.pop("undo")
        return None
    return {"text": offered["text"], "url": offered["url"], "seconds": round(left)}


def forget_undo():
    session.pop("undo", None)
