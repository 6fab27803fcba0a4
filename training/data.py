#!/usr/bin/env python3
"""Reads the language data and writes one JSONL a set: {"id", "text", "mentions": [{"start", "end", "type"}]}, in code points.

    python3 training/data.py DATA SETS

DATA holds `entities/` and `stance/` as `docs/MODEL.md` lists them with their licences; SETS is a folder to write to. Tokens
are joined as a newspaper prints them. Names lose a leading "the" and a trailing 's, as our annotators mark them; peoples and
nationalities are marked NORP by our own list. GUM and re3d mark whole noun phrases: of these the names are taken.
"""

import json
import pathlib
import re
import sys

from lexicon import LISTS, entries

PEOPLES = set(entries(LISTS / "peoples.txt"))
PLAIN = {"PER": "PER", "LOC": "LOC", "ORG": "ORG"}
WNUT = {"person": "PER", "location": "LOC", "corporation": "ORG", "group": "ORG"}
CROSS = {
    "politician": "PER", "person": "PER", "country": "LOC", "location": "LOC", "organisation": "ORG",
    "politicalparty": "ORG",
}  # fmt: skip
CONLL = [
    ("wikigold", PLAIN, "wikigold"),
    ("btc", PLAIN, "btc"),
    ("uner-ewt", PLAIN, "ewt"),
    ("wnut17-train", WNUT, "wnut-train"),
    ("wnut17-dev", WNUT, "wnut-dev"),
    ("crossner-politics-dev", CROSS, "cross-dev"),
    ("crossner-politics-train", CROSS, "cross-train"),
]
NO_BLANK_BEFORE = set(". , : ; ! ? ) ] } % 's n't 're 've 'll 'd 'm ’s ... ’ '".split())
NO_BLANK_AFTER = set("( [ { $ £ €".split())
DASHES = ("-", "–")
QUOTES = ('"', "''", "``")


def conll(path):
    tokens = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and "\t" not in line:
            continue
        parts = line.split("\t")
        if line.strip() and len(parts) > 1:
            tokens.append((parts[0], parts[-1]))
        elif not line.strip() and tokens:
            yield tokens
            tokens = []
    if tokens:
        yield tokens


def glued(tokens, at, before, quoting):
    """Says whether a token follows the one before without a blank; `quoting` after an opening quotation mark."""
    token, tag = tokens[at]
    if before is not None and token in DASHES:
        follows = at + 1 < len(tokens) and tokens[at + 1][0][:1].isalnum()
        return follows and before[-1:].isalnum() and tag != "O"
    if before in DASHES:
        return tag.startswith("I")
    if token in QUOTES:
        return before is None or before in NO_BLANK_AFTER or before == '"' or quoting and token != "``"
    return before is None or token in NO_BLANK_BEFORE or before in NO_BLANK_AFTER or before == '"' and quoting


def joined(tokens):
    """Returns the text of a sentence and its spans: [start, end, label]."""
    text, spans, current, quoting, before = "", [], None, False, None
    for at, (token, tag) in enumerate(tokens):
        text += "" if glued(tokens, at, before, quoting) else " "
        if token in QUOTES:
            quoting, token = token == "``" or not quoting, '"'
        start = len(text)
        text += token
        if tag.startswith("B-") or tag.startswith("I-") and (current is None or current[2] != tag[2:]):
            current = [start, len(text), tag[2:]]
            spans.append(current)
        elif tag.startswith("I-"):
            current[1] = len(text)
        else:
            current = None
        before = token
    return text, spans


def tidy(text, start, end):
    """Takes a leading "the", a trailing 's and blanks off."""
    while text[start:end].lower().startswith("the "):
        start += 4
    for tail in ("'s", "’s", " '"):
        if text[start:end].endswith(tail):
            end -= len(tail)
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def with_peoples(text, mentions):
    """Marks peoples where nothing else is marked: pairs of words first, then lone ones."""
    taken = [(mention["start"], mention["end"]) for mention in mentions]

    def mark(start, end):
        if text[start:end] in PEOPLES and not any(a < end and start < b for a, b in taken):
            mentions.append({"start": start, "end": end, "type": "NORP"})
            taken.append((start, end))

    for match in re.finditer(r"[^\W\d_]+(?:[ -][^\W\d_]+)?", text):
        first = match.group().split(" ")[0].split("-")[0]
        length = len(match.group()) if match.group() in PEOPLES else len(first)
        mark(match.start(), match.start() + length)
    for match in re.finditer(r"[^\W\d_]+", text):
        mark(match.start(), match.end())
    return sorted(mentions, key=lambda mention: mention["start"])


TITLES = set(
    """president prime minister mr mr. mrs. ms. dr dr. king queen prince princess pope senator sen. general gen. major colonel
    captain sir lord lady secretary chancellor professor judge justice governor mayor ambassador spokesman spokeswoman chairman
    ceo director foreign deputy vice representative rep. congressman lieutenant lt. commander admiral sheriff officer detective
    former actor musician minister-designate prime-minister attorney reverend rev. father bishop archbishop cardinal imam sheikh
    us u.s. uk""".split()
)
INNER = set("of the and for in on de la al bin von van der du del da dos di & - ' . , / st".split())
PARTICLES = set("de la al bin von van der da del di".split())
NO_PERSON = set(
    """Muslims Christians Jews Rohingya Muslim Christian I We They It He She You Its Their His Her My Our Your Those These Who One
    Spokesperson Soldiers All Members State Others People Officials Residents Everyone Me Him Us Them""".split()
)
NO_BODY = set("I We They It He She You Its Their This There Here Police Us Soldiers All Members West Government".split())


def group(kind):
    return {"per": "PER", "org": "ORG", "pla": "LOC", "loc": "LOC"}.get(kind.lower()[:3])


def person_in(text, mention, nested, parts):
    """Returns the last run of capitalised words, without titles and without what belongs to a body or place in it."""
    word = lambda part: text[part[0] : part[1]]
    while parts and not text[parts[-1][0]].isupper():
        if word(parts.pop()) not in ("'s", "’s"):
            return None
    run = []
    while parts and (text[parts[-1][0]].isupper() or word(parts[-1]).lower() in PARTICLES):
        run.insert(0, parts.pop())

    def leads(part):
        inside = any(
            other["start"] <= part[0] and part[1] <= other["end"] and other is not mention and group(other["type"]) in ("ORG", "LOC")
            for other in nested
        )
        return word(part).lower() in TITLES or word(part).lower() in INNER or inside

    for drops in (leads, lambda part: word(part) in PEOPLES, lambda part: word(part).lower() in TITLES):
        while run and drops(run[0]):
            run.pop(0)
    if not run:
        return None
    name = text[run[0][0] : run[-1][1]].rstrip(",")
    if name in PEOPLES or name.rstrip("s") in PEOPLES or name in NO_PERSON:
        return None
    return run[0][0], run[0][0] + len(name), "PER"


def body_in(text, kind, parts):
    """Returns a noun phrase that is a name as a whole."""
    word = lambda part: text[part[0] : part[1]]
    while parts and word(parts[0]).lower() in ("the", "a", "an"):
        parts.pop(0)
    while parts and word(parts[-1]) in ("'s", "’s"):
        parts.pop()
    if not parts:
        return None
    name = text[parts[0][0] : parts[-1][1]]
    name = name[:-2] if name.endswith(("'s", "’s")) else name
    if "'s" in name or "’s" in name or "," in name or len(parts) > 8:
        return None
    for part in parts:
        first = word(part)[0]
        if not (first.isupper() or first.isdigit() and len(parts) > 1 or word(part).lower() in INNER or first in "(\"'"):
            return None
    if not name[:1].isupper() or name in PEOPLES or name in NO_BODY:
        return None
    return parts[0][0], parts[0][0] + len(name), kind


def names(text, phrases):
    """Returns the names in noun phrases: the longest where they overlap."""
    found = set()
    for phrase in phrases:
        kind, at = group(phrase["type"]), phrase["start"]
        parts = [(at + part.start(), at + part.end()) for part in re.finditer(r"\S+", text[at : phrase["end"]])]
        if kind == "PER":
            found.add(person_in(text, phrase, phrases, parts))
        elif kind:
            found.add(body_in(text, kind, parts))
    found.discard(None)
    kept = []
    for start, end, kind in sorted(found, key=lambda name: (name[0] - name[1], name[0])):
        if not any(a < end and start < b for a, b, _ in kept):
            kept.append((start, end, kind))
    return [{"start": start, "end": end, "type": kind} for start, end, kind in sorted(kept)]


def write(folder, name, rows):
    with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
        for at, (text, mentions) in enumerate(rows):
            line = {"id": f"{name}-{at}", "text": text, "mentions": with_peoples(text, mentions)}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    print(f"{name}: {len(rows)} texts, {sum(len(mentions) for _, mentions in rows)} mentions")


def sentences(path, kinds):
    rows = []
    for tokens in conll(path):
        text, spans = joined(tokens)
        tidied = [(*tidy(text, start, end), kinds[label]) for start, end, label in spans if label in kinds]
        rows.append((text, [{"start": a, "end": b, "type": kind} for a, b, kind in tidied if a < b]))
    return rows


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main(data, sets):
    data, sets = pathlib.Path(data), pathlib.Path(sets)
    sets.mkdir(parents=True, exist_ok=True)
    for file, kinds, name in CONLL:
        write(sets, name, sentences(data / f"entities/{file}.conll", kinds))
    gum = lines(data / "entities/gum-news-interview.jsonl")
    for genre in ("news", "interview"):
        documents = [document for document in gum if f"_{genre}_" in document["id"]]
        write(sets, f"gum-{genre}", [(document["text"], names(document["text"], document["mentions"])) for document in documents])
    rows = []
    for document in lines(data / "stance/re3d-texts.jsonl"):
        kinds = ("Person", "Organisation", "Location", "Nationality")
        sure = [entity for entity in document["entities"] if entity["type"] in kinds and entity["confidence"] >= 0.5]
        phrases = [{"start": entity["begin"], "end": entity["end"], "type": entity["type"]} for entity in sure]
        rows.append((document["text"], names(document["text"], phrases)))
    write(sets, "re3d", rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
