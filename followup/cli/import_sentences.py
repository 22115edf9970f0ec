"""What the import says about a file, a line or a case: what is wrong and what to do."""

from followup.casework.import_files import Why
from followup.casework.import_undo import Reason
from followup.rules.import_cells import Mistake

FILE = {
    Why.TOO_BIG: "the file is larger than {megabytes} MB: split it",
    Why.UNPACKS_TOO_BIG: "the workbook unpacks to more than {megabytes} MB: save the sheet as CSV",
    Why.TOO_MANY_ROWS: "more than {rows} rows, or something stands far below the last one: split"
    " the file, all lines of a reference in one, and delete what stands below",
    Why.EMPTY: "the file is empty: nothing stands in it, or nothing on its first visible sheet",
    Why.ONLY_HEADER: "the file holds only one line: a header and one line a person are needed",
    Why.OTHER_ENCODING: "the file is UTF-16 text: save it as “CSV UTF-8”",
    Why.NOT_UTF8: "line {line} is not UTF-8 text: save the file as “CSV UTF-8”",
    Why.NOT_TEXT: "line {line} holds bytes that are no text: give a CSV (UTF-8) or XLSX file",
    Why.QUOTES: "the quotes that begin in line {line} do not close, or stand in the middle of a"
    " cell: close them, and write a quote inside a cell twice",
    Why.OLD_OR_LOCKED: "this is an old or locked Excel file: save it as .xlsx without password",
    Why.NOT_A_WORKBOOK: "this is no Excel workbook: save it as .xlsx, or as CSV UTF-8",
    Why.DAMAGED: "the workbook is damaged: open it, save it again as .xlsx, or as CSV UTF-8",
}
CELL = {
    Mistake.EMPTY: "is empty: fill it in",
    Mistake.FORMULA: "holds a formula: paste values",
    Mistake.ERROR_CELL: "holds an error of the spreadsheet: write the value",
    Mistake.CONTROL: "holds a control character: type the text again",
    Mistake.TOO_LONG: "has {length} characters: write at most {limit}",
    Mistake.TOO_MANY_CELLS: "has more cells than the header: put quotes around a text with a"
    " separator in it",
    Mistake.UNKNOWN_CODE: "is none of the codes: use {codes}",
    Mistake.NOT_YES_OR_NO: "is neither yes nor no",
    Mistake.NOT_A_NUMBER: "is not a whole number from 0 to 99",
    Mistake.NOT_A_DAY: "is not a date: write it like 2026-11-20 or 20/11/2026, an hour behind it",
    Mistake.NO_YEAR: "has no year: write it like 2026-11-20 or 20/11/2026",
    Mistake.NO_SUCH_DAY: "is a day that does not exist: correct it",
    Mistake.NO_HOUR: "has no hour: write it like 2026-11-20 22:15, or fill in intervened_time",
    Mistake.NOT_AN_HOUR: "is not an hour: write it like 22:15",
    Mistake.HOUR_SKIPPED: "is an hour that was skipped when the clocks went forward: correct it",
    Mistake.NOT_HOURS: "is no part of the day and no hours: write morning, midday, afternoon,"
    " evening, or hours like 10:00-12:00",
    Mistake.NOT_A_PHONE: "is not a phone number: write it like 0470 12 34 56 or +33 6 12 34 56 78,"
    " as text",
    Mistake.NOT_A_REPORT_NUMBER: "is not a report number: write it like NA.43.L3.012345/2026, or"
    " leave it empty",
    Mistake.NOT_A_BIRTH: "is neither a date of birth nor an age: write 27/3/1991, 1991 or 34",
    Mistake.NOT_YET_BORN: "is a birth in the future: correct it",
    Mistake.TOO_OLD: "gives an age above 120: correct it",
    Mistake.NOT_A_PLACE: "is neither a postcode nor a municipality: write 5000 or Namur",
    Mistake.NOT_AN_EMAIL: "is not an e-mail address: write it like name@example.be",
    Mistake.DISAGREES: "differs from line {first}: lines of one reference tell one intervention",
    Mistake.SAME_PERSON: "is the person of line {first} again: one line a person, and role “both”"
    " for somebody reported on both sides",
    Mistake.DATE_WITHOUT_MEASURE: "is filled in, but measures does not name {measure}: add it"
    " there, or empty this cell",
    Mistake.TOO_LONG_AGO: "is more than {years} years ago: correct it",
    Mistake.RECEIVED_IN_FUTURE: "is in the future: correct it, or leave it empty for now",
    Mistake.RECEIVED_BEFORE: "is before the intervention: correct one of the two",
    Mistake.NOTHING_AND_MORE: "says nothing and something: keep one of the two",
    Mistake.ALREADY_IMPORTED: "was imported before: take its lines out, or undo that import",
    Mistake.IN_FUTURE: "is in the future: correct it",
    Mistake.NO_FACTS: "names no facts: name at least one",
    Mistake.NONE_AND_MORE: "says none and something: keep one of the two",
    Mistake.BAN_WITHOUT_END: "has no end of the ban: write the date",
    Mistake.BAN_ENDS_BEFORE: "ends before it begins: correct it",
    Mistake.BAN_TOO_LONG: "is more than 14 days after the notification: a residence ban is not",
    Mistake.NOBODY_TO_FOLLOW: "leaves nobody to follow: at least one victim, alleged perpetrator"
    " or child",
    Mistake.TOO_MANY_PEOPLE: "has more than 20 people: give the others a second reference",
    Mistake.NO_BIRTH: "is empty, and age too: fill in one of the two",
    Mistake.NO_WAY: "is empty: write a number that is safe to call, or yes under no_safe_way",
    Mistake.NOT_TOLD: "is empty: say what an adult was told, or “nothing”",
}
STAYS = {
    Reason.ASSIGNED: "a worker has it",
    Reason.CONTACT_LOGGED: "a contact was logged",
    Reason.WORKED_ON: "somebody worked on it",
    Reason.CARD_CHANGED: "how to reach the person was changed",
    Reason.INFORMATION_ADDED: "the police added information",
    Reason.OTHER_REFERRAL: "it also belongs to a referral that is not of this import",
}
