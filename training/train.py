#!/usr/bin/env python3
"""Trains the neural model: names and the polarity toward a target, in one network. The same data and packages give the same weights.

    python3 training/train.py --data DATA --sets SETS --minilm FOLDER --out NET

On everything but WikiGold, so that the figures on WikiGold are of texts never seen. Sentences are trained on with names replaced
by others, in capitals, and in company.
"""

import argparse
import json
import pathlib
import random
import re
import time

import numpy as np
import torch
import torch.nn.functional as F
from lexicon import FLAGS, LISTS, entries, lines
from net import Net
from words import END, LABELS, START, Pieces, flags, load, phrases, shape, words

LONGEST = 128
BATCH = 2600  # pieces, with those that fill up
WARM = 150  # batches
DECAY = 1632  # batches until the rate would be at its end; training stops a little before
SMOOTH = 0.05
EVALUATED = ("gum-news", "cross-dev", "wikigold", "re3d", "wnut-dev")
POLARITIES = ("negative", "neutral", "positive")
SENTENCE_END = re.compile(r'(?<=[.!?]["”’)]) (?=["“A-Z])|(?<=[.!?]) (?=["“A-Z(])|\n+')


class Encoder:
    """Turns texts into rows: pieces, shapes, flags, labels (-100 where none counts), target marks."""

    def __init__(self, data, pieces):
        self.listed, self.pieces = phrases(data), Pieces(pieces)

    def row(self, text, mentions, target=None):
        cut = words(text)
        inside = {}
        for mention in mentions:
            held = [at for at, (start, end) in enumerate(cut) if start < mention["end"] and end > mention["start"]]
            for at in held:
                inside[at] = ("B-" if at == held[0] else "I-") + mention["type"]
        rows = [[START], [0], [0], [-100], [0]]
        first = []
        for at, ((start, end), listed) in enumerate(zip(cut, flags(text, cut, self.listed))):
            first.append(len(rows[0]))
            on = int(bool(target) and start < target[1] and end > target[0])
            for nth, piece in enumerate(self.pieces.cut(text[start:end])):
                label = -100 if nth else LABELS.index(inside.get(at, "O"))
                for row, value in zip(rows, (piece, shape(text[start:end]), listed, label, on)):
                    row.append(value)
        for row, value in zip(rows, (END, 0, 0, -100, 0)):
            row.append(value)
        return rows, first, cut


def short(rows):
    """Cuts a row to the longest, around the target where there is one."""
    if len(rows[0]) <= LONGEST:
        return rows
    start = max(0, min(rows[4].index(1) - LONGEST // 2, len(rows[0]) - LONGEST)) if 1 in rows[4] else 0
    return [row[start : start + LONGEST] for row in rows]


def tensors(batch):
    size = (len(batch), max(len(rows[0]) for rows in batch))
    ids, shapes, targets = (torch.zeros(size, dtype=torch.long) for _ in range(3))
    labels, mask = torch.full(size, -100), torch.zeros(size, dtype=torch.bool)
    listed = torch.zeros(*size, len(FLAGS))
    for at, rows in enumerate(batch):
        length = len(rows[0])
        for tensor, row in zip((ids, shapes, labels, targets), (rows[0], rows[1], rows[3], rows[4])):
            tensor[at, :length] = torch.tensor(row)
        mask[at, :length] = True
        listed[at, :length] = ((torch.tensor(rows[2])[:, None] >> torch.arange(len(FLAGS))) & 1).float()
    return ids, shapes, listed, targets, mask, labels


def sentences(document):
    """Cuts a document at the ends of sentences and lines, never inside a mention."""
    text, start, out = document["text"], 0, []
    for end in [match.end() for match in SENTENCE_END.finditer(text)] + [len(text)]:
        if any(mention["start"] < end < mention["end"] for mention in document["mentions"]):
            continue
        inside = [mention for mention in document["mentions"] if start <= mention["start"] and mention["end"] <= end]
        moved = [dict(mention, start=mention["start"] - start, end=mention["end"] - start) for mention in inside]
        if text[start:end].strip():
            out.append({"text": text[start:end], "mentions": moved, "at": start})
        start = end
    return out


def titled(name):
    small = ("of", "the", "and", "for", "in", "on", "de", "al", "bin")
    return " ".join(word if word in small else word[:1].upper() + word[1:] for word in name.split())


class Augment:
    """Replaces names by others of their type, and writes some sentences in capitals."""

    OFFICES = ("minist", "govern", "army", "police", "party", "council", "court", "union", "forces")

    def __init__(self, data, documents, chance):
        read = lambda name: [line.strip() for line in lines(pathlib.Path(data) / f"gazetteers/{name}.txt") if line.strip()]
        self.chance = chance
        actors = [name for name in read("phx_country") if 2 <= len(name.split()) <= 4 and "." not in name]
        self.actors = [titled(name) for name in actors if not any(office in name for office in self.OFFICES)]
        self.first, self.last = ([titled(name) for name in read(name)] for name in ("first", "last"))
        self.cities = [titled(name) for name in read("city") if len(name) > 3 and name[0].isalpha()]
        self.groups = [titled(name) for name in read("phx_int") if 2 <= len(name.split()) <= 6]
        self.places, self.bodies = list(entries(LISTS / "places.txt")), list(entries(LISTS / "bodies.txt"))
        spans = ((d["text"][m["start"] : m["end"]], m["type"]) for d in documents for m in d["mentions"])
        self.seen = sorted({name for name, kind in spans if kind == "ORG" and " " in name})

    def fresh(self, kind, old):
        pick, roll = self.chance.choice, self.chance.random
        if kind == "PER":
            if " " in old:
                return pick(self.actors) if roll() < 0.5 else pick(self.first) + " " + pick(self.last)
            return pick(self.actors).split()[-1] if roll() < 0.5 else pick(self.last)
        if kind == "LOC":
            return pick(self.places) if roll() < 0.5 else pick(self.cities)
        if kind == "ORG" and " " in old:
            return pick(self.groups) if roll() < 0.4 else (pick(self.seen) if roll() < 0.7 else pick(self.bodies))
        return old

    def __call__(self, document):
        text, mentions = document["text"], document["mentions"]
        if mentions and self.chance.random() < 0.4:
            out, at, moved, chosen = "", 0, [], {}
            for mention in mentions:
                old = name = text[mention["start"] : mention["end"]]
                if self.chance.random() < 0.5 and not old.startswith(("@", "#")):
                    name = chosen.setdefault((old, mention["type"]), self.fresh(mention["type"], old))
                out += text[at : mention["start"]]
                moved.append(dict(mention, start=len(out), end=len(out) + len(name)))
                out += name
                at = mention["end"]
            text, mentions = out + text[at:], moved
        roll = self.chance.random()
        if roll < 0.04 and len(text.upper()) == len(text):
            text = text.upper()
        elif roll < 0.06:
            capitals = re.sub(r"\b[a-z]{4,}", lambda match: match.group().capitalize(), text)
            text = capitals if len(capitals) == len(text) else text
        return {"text": text, "mentions": mentions}


def epoch(documents, encoder, augment, chance):
    """Returns the rows of one pass: a third of them holds two to four sentences."""
    out, at = [], 0
    while at < len(documents):
        count = chance.randint(2, 4) if chance.random() < 0.35 else 1
        text, mentions = "", []
        for document in map(augment, documents[at : at + count]):
            off = len(text) + (1 if text else 0)
            text += (" " if text else "") + document["text"].rstrip()
            mentions += [dict(mention, start=mention["start"] + off, end=mention["end"] + off) for mention in document["mentions"]]
        out.append(short(encoder.row(text, mentions)[0]))
        at += count
    return out


def batches(rows, chance):
    rows = sorted(rows, key=lambda row: len(row[0]) + chance.random() * 6)
    out, current = [], []
    for row in rows:
        if current and (len(current) + 1) * len(row[0]) > BATCH:
            out.append(current)
            current = []
        current.append(row)
    out.append(current)
    chance.shuffle(out)
    return out


def stance_rows(path, encoder):
    documents = [json.loads(line) for line in lines(path)]
    rows = [short(encoder.row(d["text"], [], (d["start"], d["end"]))[0]) + [POLARITIES.index(d["polarity"])] for d in documents]
    return rows


def best_path(scores):
    """Returns the best labels under the rule that a name goes on only as it began."""
    never = -1e9
    follows = lambda a, b: not (b.startswith("I-") and not (a[2:] == b[2:] and a != "O"))
    moves = np.array([[0 if follows(a, b) else never for b in LABELS] for a in LABELS])
    score = scores[0].copy()
    score[[at for at, label in enumerate(LABELS) if label.startswith("I")]] = never
    back = []
    for word in scores[1:]:
        through = score[:, None] + moves
        back.append(through.argmax(0))
        score = through.max(0) + word
    path = [int(score.argmax())]
    for step in back[::-1]:
        path.append(int(step[path[-1]]))
    return path[::-1]


@torch.no_grad()
def predict(net, documents, encoder):
    """Returns the names of each document: (start, end, type)."""
    net.eval()
    parts = [(at, part) for at, document in enumerate(documents) for part in sentences(document)]
    encoded = [encoder.row(part["text"], []) for _, part in parts]
    order = sorted(range(len(parts)), key=lambda at: len(encoded[at][0][0]))
    found = [[] for _ in documents]
    for start in range(0, len(order), 32):
        some = order[start : start + 32]
        inputs = tensors([[row[:512] for row in encoded[at][0]] for at in some])
        scores = net.tags(net.encode(*inputs[:5])).float().numpy()
        for row, at in enumerate(some):
            _, first, cut = encoded[at]
            first = [piece for piece in first if piece < 511]
            document, part = parts[at]
            current = None
            for (a, b), label in zip(cut, best_path(scores[row][first]) if first else []):
                label = LABELS[label]
                if label[0] == "B":
                    current = [a + part["at"], b + part["at"], label[2:]]
                    found[document].append(current)
                elif label[0] == "I" and current:
                    current[1] = b + part["at"]
                else:
                    current = None
    net.train()
    return found


def f1(documents, found, kinds=("PER", "LOC", "ORG")):
    """Returns the exact micro F1 in per cent, and that of each type."""
    counts = {kind: np.zeros(2) for kind in kinds}
    for document, names in zip(documents, found):
        gold = {(m["start"], m["end"], m["type"]) for m in document["mentions"]}
        ours = {tuple(name) for name in names}
        for kind in kinds:
            a, b = {name for name in gold if name[2] == kind}, {name for name in ours if name[2] == kind}
            counts[kind] += (2 * len(a & b), len(a) + len(b))
    rate = lambda pair: round(float(100 * pair[0] / max(1, pair[1])), 1)
    return rate(sum(counts.values())), {kind: rate(pair) for kind, pair in counts.items()}


@torch.no_grad()
def stance_f1(net, rows):
    """Returns the macro F1 in per cent."""
    net.eval()
    ours = []
    for start in range(0, len(rows), 32):
        inputs = tensors(rows[start : start + 32])
        ours += net.polarity(net.encode(*inputs[:5]), inputs[3]).argmax(-1).tolist()
    net.train()
    gold = [row[5] for row in rows]
    both = lambda kind: sum(a == kind == b for a, b in zip(gold, ours))
    each = [2 * both(kind) / max(1, gold.count(kind) + ours.count(kind)) for kind in range(3)]
    return round(100 * sum(each) / 3, 1)


class Figures:
    def __init__(self, options, encoder):
        self.sets = {name: load(options.sets, name) for name in EVALUATED}
        self.encoder = encoder
        files = {name: pathlib.Path(options.data) / f"stance/newsmtsc-dev-{name}.jsonl" for name in ("mt", "rw")}
        self.stances = {name: stance_rows(path, encoder) for name, path in files.items()}

    def show(self, net):
        for name, documents in self.sets.items():
            print(f"  names {name}:", *f1(documents, predict(net, documents, self.encoder)))
        for name, rows in self.stances.items():
            print(f"  stance {name}:", stance_f1(net, rows), flush=True)


def plan(options, encoder, chance):
    """Returns all batches in their order, each with its task."""
    load_all = lambda name: [part for document in load(options.sets, name) for part in sentences(document)]
    ewt, gum, btc, wnut = (load_all(name) for name in ("ewt", "gum-interview", "btc", "wnut-train"))
    gold = load_all("wikigold")
    base = btc + wnut + ewt * 2 + gum * 2
    augment = Augment(options.data, base + gold, chance)
    stances = stance_rows(pathlib.Path(options.data) / "stance/newsmtsc-train.jsonl", encoder)
    out = []
    for _ in range(options.epochs):
        some = [("names", batch) for batch in batches(epoch(base, encoder, augment, chance), chance)]
        some += [("stance", batch) for batch in batches(stances, chance)]
        chance.shuffle(some)
        out += some
    return out


def optimiser(net, rate):
    new = ("ner", "stance", "shape", "flag", "target")
    parts = ([], [])
    for name, weight in net.named_parameters():
        if weight.requires_grad:
            parts[name.split(".")[0] in new].append(weight)
    rates = (rate, 5 * rate)
    groups = [{"params": part, "lr": each} for part, each in zip(parts, rates)]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True), rates


def step(net, task, batch):
    inputs = tensors(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        seen = net.encode(*inputs[:5])
        if task == "names":
            return F.cross_entropy(net.tags(seen).float().flatten(0, 1), inputs[5].flatten(), label_smoothing=SMOOTH)
        gold = torch.tensor([rows[5] for rows in batch])
        return F.cross_entropy(net.polarity(seen, inputs[3]).float(), gold, label_smoothing=SMOOTH)


def main(options):
    random.seed(7), np.random.seed(7), torch.manual_seed(7), torch.set_num_threads(options.threads)
    folder = pathlib.Path(options.minilm)
    encoder = Encoder(options.data, folder / "vocab.txt")
    figures = Figures(options, encoder)
    chance = random.Random(11)
    net = Net(len(FLAGS), len(LABELS), folder / "model.safetensors").train()
    optimise, rates = optimiser(net, options.rate)
    batched = plan(options, encoder, chance)
    total, began, losses = options.steps or len(batched), time.time(), {"names": [], "stance": []}
    print(f"{total} batches", flush=True)
    for at, (task, batch) in enumerate(batched[:total], 1):
        share = min(1, at / WARM) * max(0.02, 1 - (at - 1) / DECAY)
        for weights, rate in zip(optimise.param_groups, rates):
            weights["lr"] = rate * share
        loss = step(net, task, batch)
        optimise.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimise.step()
        losses[task].append(loss.item())
        if at % 100 == 0:
            shown = ", ".join(f"{task} {np.mean(some[-60:]):.3f}" for task, some in losses.items() if some)
            print(f"{at} batches, {time.time() - began:.0f} s: {shown}", flush=True)
    torch.save(net.state_dict(), options.out)
    figures.show(net)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("data", "sets", "minilm", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2.5e-4)
    parser.add_argument("--threads", type=int, default=2, help="the sums of other numbers of threads differ in their last bits")
    parser.add_argument("--steps", type=int, default=0, help="end after so many batches, to try things out")
    main(parser.parse_args())
