"""Lines of a file of referrals, for tests. Names are fictitious."""

import csv
import io

VICTIM = {
    "reference": "ZP-1",
    "intervened_at": "2026-11-22 22:15",
    "place": "Namur",
    "facts": "physical|threats",
    "risk_result": "high",
    "on_duty_phone": "081 22 11 00",
    "family_name": "Bakkali",
    "first_name": "Amina",
    "role": "victim",
    "birth_date": "13/7/1991",
    "phone": "0470 12 34 56",
    "told": "will_call",
}
PERPETRATOR = VICTIM | {
    "family_name": "Delvaux",
    "first_name": "Marc",
    "role": "alleged_perpetrator",
    "birth_date": "1988",
    "phone": "0470 65 43 21",
}
CHILD = VICTIM | {
    "family_name": "Delvaux",
    "first_name": "Léa",
    "role": "child",
    "birth_date": "9",
    "phone": "",
    "told": "",
}


def a_file(*lines, separator=",", header=None):
    """The lines as a CSV text; the header holds every column that a line fills."""
    columns = header or list(dict.fromkeys(column for line in lines for column in line))
    held = io.StringIO()
    writer = csv.DictWriter(held, columns, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return held.getvalue()
