"""Column types: a UTC moment, a vocabulary code, lists of codes, sealed text."""

import json
from datetime import UTC
from typing import Annotated

from sqlalchemy import JSON, BigInteger, DateTime, Integer, LargeBinary, String
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

from followup import keyring

RowId = BigInteger().with_variant(Integer, "sqlite")
PrimaryKey = Annotated[int, mapped_column(RowId, primary_key=True)]


class Moment(TypeDecorator):
    """A time with its zone, stored as UTC; SQLite would drop the zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        return value and value.replace(tzinfo=UTC)


class Code(TypeDecorator):
    """A vocabulary member, stored as its short text: a new member needs no migration."""

    impl = String(40)
    cache_ok = True

    def __init__(self, vocabulary):
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value, dialect):
        return None if value is None else self.vocabulary(value).value

    def process_result_value(self, value, dialect):
        return None if value is None else self.vocabulary(value)


class Codes(TypeDecorator):
    """Several vocabulary members of one list."""

    impl = JSON
    cache_ok = True

    def __init__(self, vocabulary):
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value, dialect):
        return None if value is None else [self.vocabulary(item).value for item in value]

    def process_result_value(self, value, dialect):
        return None if value is None else [self.vocabulary(item) for item in value]


class Sealed(TypeDecorator):
    """Text that leaves the process only encrypted. `place` is table.column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place):
        super().__init__()
        self.place = place

    def process_bind_param(self, value, dialect):
        return None if value is None else keyring.ring().seal(value, self.place)

    def process_result_value(self, value, dialect):
        return None if value is None else keyring.ring().unseal(bytes(value), self.place)


class SealedJson(Sealed):
    """A small structure, sealed whole."""

    cache_ok = True

    def process_bind_param(self, value, dialect):
        text = None if value is None else json.dumps(value, ensure_ascii=False)
        return super().process_bind_param(text, dialect)

    def process_result_value(self, value, dialect):
        text = super().process_result_value(value, dialect)
        return None if text is None else json.loads(text)
