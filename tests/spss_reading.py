"""Reads an SPSS system file by its published layout alone, so that what we write is read by something else.

The layout is that of the PSPP developers' guide, "System File Format": a header, records of variables and
value labels, extensions, then cases of eight-byte cells. Compressed files and strings of more than 255 bytes
are not read.
"""

import struct
from dataclasses import dataclass, field

NUMBER = 0
LONG_NAMES = 13
SYSTEM_MISSING = struct.unpack("<d", bytes.fromhex("ffffffffffffefff"))[0]


@dataclass
class Variable:
    """A column: its label, what values mean, and between which values they are user-missing."""

    name: str
    label: str
    width: int
    missing: tuple[float, ...]
    meanings: dict[float, str] = field(default_factory=dict)


@dataclass
class SpssFile:
    variables: dict[str, Variable]
    rows: list[dict[str, float | str | None]]

    def value(self, row: int, name: str) -> float | str | None:
        """A cell: None where it is system-missing, and the label where it is user-missing."""
        found, variable = self.rows[row][name], self.variables[name]
        if (
            isinstance(found, float)
            and variable.missing
            and variable.missing[0] <= found <= variable.missing[1]
        ):
            return variable.meanings[found]
        return found


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, n: int) -> bytes:
        taken = self.data[self.at : self.at + n]
        assert len(taken) == n
        self.at += n
        return taken

    def whole(self, n: int = 1) -> tuple[int, ...]:
        return struct.unpack(f"<{n}i", self.take(4 * n))

    def number(self) -> float:
        found: float = struct.unpack("<d", self.take(8))[0]
        return found


def read_spss(data: bytes) -> SpssFile:
    """The variables and cases of an uncompressed little-endian system file in UTF-8."""
    file = _Bytes(data)
    assert file.take(4) == b"$FL2"
    file.take(60)
    layout, _cells, compression, _weight, cases = file.whole(5)
    assert (layout, compression) == (2, 0)
    file.take(8 + 9 + 8 + 64 + 3)
    slots, names = _records(file)
    variables = [slot for slot in slots if slot is not None]
    rows = [_case(file, variables) for _ in range(cases)]
    assert file.at == len(data)
    for variable in variables:
        variable.name = names[variable.name]
    return SpssFile(
        {variable.name: variable for variable in variables},
        [{v.name: cell for v, cell in zip(variables, row, strict=True)} for row in rows],
    )


def _records(file: _Bytes) -> tuple[list[Variable | None], dict[str, str]]:
    slots: list[Variable | None] = []
    names: dict[str, str] = {}
    while (kind := file.whole()[0]) != 999:
        if kind == 2:
            slots.append(_variable(file))
        elif kind == 3:
            _meanings(file, slots)
        elif kind == 7:
            subtype, size, count = file.whole(3)
            told = file.take(size * count)
            if subtype == LONG_NAMES:
                names = dict(pair.split("=") for pair in told.decode().split("\t"))
        else:
            raise AssertionError(kind)
    file.whole()
    return slots, names


def _variable(file: _Bytes) -> Variable | None:
    width, labelled, missing, _shown, _written = file.whole(5)
    name = file.take(8).decode().strip()
    label = ""
    if labelled:
        length = file.whole()[0]
        label = file.take(-(-length // 4) * 4)[:length].decode()
    limits = tuple(file.number() for _ in range(abs(missing)))
    assert missing in (0, -2)
    return None if width == -1 else Variable(name, label, width, limits)


def _meanings(file: _Bytes, slots: list[Variable | None]) -> None:
    found: dict[float, str] = {}
    for _ in range(file.whole()[0]):
        value, length = file.number(), file.take(1)[0]
        found[value] = file.take(-(-(length + 1) // 8) * 8 - 1)[:length].decode()
    assert file.whole()[0] == 4
    for index in file.whole(file.whole()[0]):
        variable = slots[index - 1]
        assert variable is not None
        variable.meanings = found


def _case(file: _Bytes, variables: list[Variable]) -> list[float | str | None]:
    row: list[float | str | None] = []
    for variable in variables:
        if variable.width == NUMBER:
            value = file.number()
            row.append(None if value == SYSTEM_MISSING else value)
        else:
            row.append(file.take(-(-variable.width // 8) * 8).decode().rstrip())
    return row
