#!/usr/bin/env python3
"""Writes the compiled-in word clusters: words of like meaning have one number.

    python3 training/clusters.py VOCAB src/recognize/model/clusters.bin

VOCAB is the folder `vocab` of spaCy's English md pipeline, whose word vectors (20,000 of 300 dimensions, to which 684,830
spellings point) are CC0. Needs numpy and spacy. Only the numbers of the clusters are kept, no vector.

The file: a byte for each of the 2,048 fine clusters, the coarse cluster that it is in; then a table as `table.rs` reads it,
from the hash of a spelling to the 16 bits of its fine cluster.
"""

import pathlib
import struct
import sys

import numpy as np
from spacy.strings import StringStore
from spacy.vectors import Vectors

from lexicon import WORD, fnv

FINE, COARSE = 2048, 256
ROUNDS = 25
LONGEST = 18


def cluster(points, weights, count, seed):
    """Plain k-means on unit vectors; returns the number of each point's cluster and the centres."""
    random = np.random.default_rng(seed)
    centres = points[random.choice(len(points), count, replace=False, p=weights / weights.sum())].copy()
    nearest = np.zeros(len(points), dtype=np.int64)
    for _ in range(ROUNDS):
        nearest = (points @ centres.T).argmax(1)
        for at in range(count):
            mine = nearest == at
            if mine.any():
                centre = (points[mine] * weights[mine, None]).sum(0)
                centres[at] = centre / max(float(np.linalg.norm(centre)), 1e-6)
    return nearest, centres


def spellings(vocab, vectors):
    """Yields spellings that are one word to us, with their row."""
    strings = StringStore().from_disk(vocab / "strings.json")
    for key, row in vectors.key2row.items():
        word = strings[key]
        if len(word) <= LONGEST and word.isalpha() and WORD.fullmatch(word):
            yield word, row


def chosen(found):
    """Returns the lower-case spellings, and those with a capital where they are in another cluster."""
    kept = dict()
    for word, number in found.items():
        if word == word.lower():
            kept[word] = number
    for word, number in found.items():
        title = word == word.capitalize() and len(word) > 1
        lower = word.lower()
        if title and lower not in kept:
            kept[lower] = number
        elif title and kept[lower] != number:
            kept[word] = number
    return kept


def main(vocab, output):
    vocab = pathlib.Path(vocab)
    vectors = Vectors()
    vectors.from_disk(vocab)
    points = np.asarray(vectors.data, dtype=np.float32)
    points /= np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-6)
    words = dict(sorted(spellings(vocab, vectors)))
    weights = np.bincount(list(words.values()), minlength=len(points)).astype(np.float32) ** 0.5 + 0.1
    fine, centres = cluster(points, weights, FINE, 1)
    coarse, _ = cluster(centres, np.bincount(fine, weights=weights, minlength=FINE) + 0.1, COARSE, 2)
    found = chosen({word: int(fine[row]) for word, row in words.items()})
    rows = {fnv(word): number for word, number in found.items()}
    counts = bytearray(0x10000)
    body = bytearray()
    for key in sorted(rows):
        counts[key >> 16] += 1
        body += struct.pack("<HH", key & 0xFFFF, rows[key])
    head = bytes(int(number) for number in coarse)
    pathlib.Path(output).write_bytes(head + bytes(counts) + bytes(body))
    print(f"{len(rows)} spellings, {len(head) + len(counts) + len(body)} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
