#!/usr/bin/env python3
"""Writes the compiled-in lexicon: which lists a phrase stands in.

    python3 training/lexicon.py DATA src/recognize/model/lexicon.bin

DATA holds `gazetteers/`: first.txt and last.txt (US census, public domain), city.txt (GeoNames, CC BY 4.0), phx_country.txt,
phx_int.txt and phx_mil.txt (Phoenix dictionaries, MIT). The other lists are our own, beside the code. Needs no package.

The file is a table as `table.rs` reads it: the hash of a phrase, and 16 bits, of which 13 are flags for the lists, in the
order of FLAGS, and 3 the words of the longest phrase that begins with this word (0: none of two words or more).
"""

import pathlib
import re
import struct
import sys

LISTS = pathlib.Path(__file__).resolve().parent.parent / "src/recognize/lists"
FLAGS = "first last city place people body actor head title lochead given common group".split()
# The same cut as `words.rs`: a character of Chinese, Japanese or Korean; letters and digits; any other character.
WORD = re.compile(
    r"[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF]|[^\W_\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF]+|[^\s]"
)
LONGEST = 6
SHORTEST_CITY = 4


def lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def sections(path):
    found, current = {}, None
    for line in lines(path):
        if line.startswith("#"):
            continue
        if line.rstrip().endswith(":"):
            current = found.setdefault(line.strip()[:-1], [])
        elif current is not None:
            current += line.split()
    return found


def entries(path):
    kept = (line for line in lines(path) if not line.startswith("#"))
    return (name.strip() for line in kept for entry in line.split(";") for name in entry.split("|") if name.strip())


def words(path):
    return (word for line in lines(path) if not line.startswith("#") for word in line.split())


def sources(data):
    """Yields every name with the flag that it gets."""
    gazetteers = pathlib.Path(data) / "gazetteers"
    files = {"first": "first", "last": "last", "city": "city", "phx_country": "actor", "phx_int": "group", "phx_mil": "group"}
    for file, flag in files.items():
        for name in lines(gazetteers / f"{file}.txt"):
            if flag != "city" or len(name.strip()) >= SHORTEST_CITY:
                yield name, flag
    for file, flag in {"places": "place", "peoples": "people", "bodies": "body"}.items():
        yield from ((name, flag) for name in entries(LISTS / f"{file}.txt"))
    roles = sections(LISTS / "words.txt")
    heads = {"org_head": "head", "lone_org": "head", "title": "title", "loc_head": "lochead", "loc_first": "lochead"}
    for role, flag in heads.items():
        yield from ((name, flag) for name in roles.get(role, []))
    yield from ((name, "given") for name in words(LISTS / "given.txt"))
    yield from ((name, "common") for name in words(LISTS / "common.txt"))


def fnv(phrase):
    value = 0x811C9DC5
    for byte in phrase.encode("utf-8"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def lexicon(data):
    """Returns hash -> flags."""
    found = {}
    for name, flag in sources(data):
        phrase = " ".join(WORD.findall(name)).lower().split()
        if not 0 < len(phrase) <= LONGEST:
            continue
        key = fnv(" ".join(phrase))
        found[key] = found.get(key, 0) | 1 << FLAGS.index(flag)
        if len(phrase) > 1:
            first = fnv(phrase[0])
            flags = found.get(first, 0)
            found[first] = flags & 0x1FFF | max(flags >> 13, len(phrase)) << 13
    return found


def main(data, output):
    found = lexicon(data)
    counts = bytearray(0x10000)
    rows = bytearray()
    for key in sorted(found):
        counts[key >> 16] += 1
        rows += struct.pack("<HH", key & 0xFFFF, found[key])
    pathlib.Path(output).write_bytes(bytes(counts) + bytes(rows))
    print(f"{len(found)} phrases, {len(counts) + len(rows)} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
