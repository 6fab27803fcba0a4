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
from urllib.parse import unquote

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
MORE_TITLES = set("ms miss administrator shadow home emeritus mp state comptroller superintendent scientologist nonpartisan".split())
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


def linked_in(text, phrase, kind, parts):
    """Returns the words of a noun phrase that the title of its Wikipedia page has: of a person any of them, of others all."""
    title = re.sub(r"\(.*?\)", "", unquote(phrase["wiki"]).replace("_", " "))
    title = re.sub(r", (?!D\.C).*", "", title) if kind == "LOC" else title
    title = re.findall(r"\w+", title.lower().removeprefix("the "))
    runs = [[]]
    for start, end in parts:
        word = text[start:end].removesuffix("'s").removesuffix("’s").strip(",()\"'")
        word = word.rstrip(".") if word.count(".") == 1 and len(word) > 3 else word
        start += text[start:end].find(word)
        pieces = re.findall(r"\w+", word.lower())
        if pieces and all(piece in title for piece in pieces):
            runs[-1].append((start, start + len(word)))
        if not pieces or runs[-1] and runs[-1][-1][1] < end:
            runs.append([])
    run = max(runs, key=len)
    while run and not text[run[0][0]].isupper():
        run.pop(0)
    if not run or text[run[0][0] : run[-1][1]].rstrip("s") in PEOPLES:
        return None
    later = [part for part in parts if part[0] > run[-1][1]]
    while kind == "PER" and later and text[run[-1][1] : later[0][0]] == " " and text[later[0][0]].isupper():
        start, end = later.pop(0)
        run.append((start, end - len(text[start:end]) + len(text[start:end].rstrip(",.()\"'"))))
    whole = re.findall(r"\w+", text[run[0][0] : run[-1][1]].lower()) == title
    return (run[0][0], run[-1][1], kind) if whole or kind == "PER" else None


def only_opens(text, start, end):
    """Says whether a word has its capital only because a sentence opens with it."""
    opening = r"(?:^|[.!?:\n\"“]\s*)$"
    word = re.compile(rf"\b{re.escape(text[start:end])}\b")
    return all(re.search(opening, text[max(0, one.start() - 4) : one.start()]) for one in word.finditer(text))


def is_description(text, phrase, start, end, small):
    """Says whether words are no name but an office, or a lone word, not of the page's title, that only opens sentences or
    that "the" goes before and other texts write small: `small` are the words that they do."""
    words = text[start:end].lower().split()
    if text[start:end].isupper() or words[0] in unquote(phrase["wiki"]).lower():
        return False
    if all(word in TITLES or word in MORE_TITLES for word in words):
        return True
    after_the = text[:start].lower().endswith("the ") and words[0] in small
    return len(words) == 1 and (after_the or only_opens(text, start, end))


def names(text, phrases, small=()):
    """Returns the names in noun phrases: the longest where they overlap. Where phrases are linked to Wikipedia, its titles
    tell which of their words are the name, and what is only a description is none."""
    found, is_linked = set(), any(phrase.get("wiki") for phrase in phrases)
    pages = {phrase.get("eid"): phrase["wiki"] for phrase in phrases if phrase.get("wiki")}
    for phrase in phrases:
        kind, at = group(phrase["type"]), phrase["start"]
        phrase = {**phrase, "wiki": pages.get(phrase.get("eid"), "")}
        parts = [(at + part.start(), at + part.end()) for part in re.finditer(r"\S+", text[at : phrase["end"]])]
        name = linked = linked_in(text, phrase, kind, parts) if kind and phrase["wiki"] else None
        if kind == "PER":
            while is_linked and parts and text[slice(*parts[0])].lower() in MORE_TITLES:
                parts.pop(0)
            person = person_in(text, phrase, phrases, parts)
            holds = name and person and person[0] <= name[0] and name[1] <= person[1] and "," not in text[slice(*person[:2])]
            name = person if name is None or holds else name
        elif name is None and kind:
            name = body_in(text, kind, parts)
        if name and is_linked and not linked and is_description(text, phrase, *name[:2], small):
            continue
        found.add(name)
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
    small = {word for document in gum for word in re.findall(r"\b[a-z]+\b", document["text"])}
    for genre in ("news", "interview"):
        documents = [document for document in gum if f"_{genre}_" in document["id"]]
        if genre == "interview":  # learned from without the links
            for mention in (mention for document in documents for mention in document["mentions"]):
                mention["wiki"] = ""
        write(sets, f"gum-{genre}", [(document["text"], names(document["text"], document["mentions"], small)) for document in documents])
    rows = []
    for document in lines(data / "stance/re3d-texts.jsonl"):
        kinds = ("Person", "Organisation", "Location", "Nationality")
        sure = [entity for entity in document["entities"] if entity["type"] in kinds and entity["confidence"] >= 0.5]
        phrases = [{"start": entity["begin"], "end": entity["end"], "type": entity["type"]} for entity in sure]
        rows.append((document["text"], names(document["text"], phrases)))
    write(sets, "re3d", rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
