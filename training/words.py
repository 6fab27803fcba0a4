"""Words, shapes, list flags and pieces: cut as the program cuts them (src/recognize/words.rs, lexicon.rs, neural/pieces.rs)."""

import json
import pathlib
import unicodedata

from lexicon import FLAGS, LONGEST, WORD, sources

LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-NORP", "I-NORP"]
START, END, UNKNOWN = 101, 102, 100
LONGEST_WORD = 40


def words(text):
    """Returns (start, end) of each word, in code points."""
    return [match.span() for match in WORD.finditer(text)]


def shape(word):
    """Returns how a word is written: 1 mark, 2 number, 3 mixed, 4 lower, 5 caseless, 6 upper, 7 capital, 8 inner."""
    if not word[0].isalnum():
        return 1
    if word.isdigit():
        return 2
    if any(c.isdigit() for c in word):
        return 3
    upper = sum(c.isupper() for c in word)
    if upper == 0:
        return 4 if word.lower() != word.upper() else 5
    if upper == len(word) and len(word) > 1:
        return 6
    return 7 if word[0].isupper() and upper == 1 else 8


def phrases(data):
    """Returns lower-case phrase -> flags."""
    found = {}
    for name, flag in sources(data):
        phrase = " ".join(WORD.findall(name)).lower()
        if 0 < len(phrase.split()) <= LONGEST:
            found[phrase] = found.get(phrase, 0) | 1 << FLAGS.index(flag)
    return found


def flags(text, cut, listed):
    """Returns the flags of each word: of the longest listed phrase that begins with a capital, else its own."""
    lower = [text[start:end].lower() for start, end in cut]
    out = [0] * len(cut)
    for at, (start, _) in enumerate(cut):
        longest = min(LONGEST, len(cut) - at) if text[start].isupper() else 1
        for length in range(longest, 0, -1):
            found = listed.get(" ".join(lower[at : at + length]))
            if found is not None:
                for word in range(at, at + length):
                    out[word] |= found
                break
    return out


class Pieces:
    """Cuts words into pieces: greedily, the longest known piece first."""

    def __init__(self, path):
        self.ids = {piece: at for at, piece in enumerate(pathlib.Path(path).read_text(encoding="utf-8").splitlines())}
        self.known = {}

    def cut(self, word):
        if word not in self.known:
            self.known[word] = self.fresh(word)
        return self.known[word]

    def fresh(self, word):
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        if not 0 < len(plain) <= LONGEST_WORD:
            return [UNKNOWN]
        out, start = [], 0
        while start < len(plain):
            ends = range(len(plain), start, -1)
            head = "##" if start else ""
            end = next((end for end in ends if head + plain[start:end] in self.ids), None)
            if end is None:
                return [UNKNOWN]
            out.append(self.ids[head + plain[start:end]])
            start = end
        return out


def load(folder, name):
    """Reads a set: one {"id", "text", "mentions": [{"start", "end", "type"}]} a line."""
    path = pathlib.Path(folder) / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
