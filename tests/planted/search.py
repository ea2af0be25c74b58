#!/usr/bin/env python3
"""Looks for planted strings in files and in what they are called.

usage: search.py STRINGS PLACE...

STRINGS is a file with one planted string a line: text, or `hex:` and bytes. A PLACE is a file or a folder, with all below it.
Texts are found in any case, as UTF-8, as UTF-16, and in the three ways that base 64 can begin with them. Prints where each one lies;
ends with 0 when there is none, 1 when there is one, 2 when a place is not there.
"""
import base64
import pathlib
import sys


def spellings(text):
    """The bytes by which it would be known, in lower case where case is a matter of taste."""
    plain = text.encode()
    yield plain.lower(), True
    yield text.encode("utf-16-le").lower(), True
    for before in range(3):
        # Whole groups alone: the first and the last characters hold neighbours' bits.
        coded = base64.b64encode(b"\0" * before + plain).rstrip(b"=")
        yield coded[4 if before else 0:len(coded) - 2], False


def wanted_in(path):
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        if line.startswith("hex:"):
            yield line[:12] + "...", [(bytes.fromhex(line[4:]), False)]
        elif line:
            yield line, list(spellings(line))


def files_in(place):
    path = pathlib.Path(place)
    if not path.exists():
        print(place, "is not there")
        sys.exit(2)
    return [path] if path.is_file() else sorted(path.rglob("*"))


def main():
    wanted = list(wanted_in(sys.argv[1]))
    found = looked_at = 0
    for place in sys.argv[2:]:
        for path in files_in(place):
            content = str(path).encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")
            in_lower_case = content.lower()
            looked_at += path.is_file()
            for text, forms in wanted:
                if any(form in (in_lower_case if any_case else content) for form, any_case in forms):
                    print(path, "holds", text)
                    found += 1
    print(f"{len(wanted)} strings, {looked_at} files, {found} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
