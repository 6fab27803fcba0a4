"""Reads exports with the readers of other programs and compares every mention with the truth.

    check.py FOLDER

FOLDER holds `truth.jsonl` (our own lines, whose offsets the test has checked) and for each format a folder with `out` (a
file or a folder), and `losses.json`. Every mention must come back equal in span, type and text, or stand in the losses;
nothing may come back that the truth does not hold. Prints a line a format; exits 1 when one fails.
"""

import json
import sys
import traceback
from pathlib import Path

import readers


def truth_of(folder):
    """Returns the articles by their text, with the mentions of each: {id: (pieces, type)}."""
    articles = {}
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        mentions = {}
        for it in article["mentions"]:
            pieces = [it, *it.get("more", [])]
            for piece in pieces:
                assert article["text"][piece["start"]:piece["end"]] == piece["quote"], it
            mentions[it["id"]] = (tuple((p["start"], p["end"]) for p in pieces), it["type"])
        articles[article["id"]] = (article, mentions)
    return articles


def compare(name, articles, found, losses):
    """`found` is {article id: list of (pieces, type, text)}; returns what is wrong, and how many are equal and lost."""
    wrong, equal, lost = [], 0, 0
    of_mentions = {(it["article"], it["annotation"]): it["fate"] for it in losses if it["kind"] == "mention"}
    for id, (article, mentions) in articles.items():
        here = [(pieces, kind) for pieces, kind, _ in found.get(id, [])]
        for pieces, kind, words in found.get(id, []):
            said = [article["text"][start:end] for start, end in pieces]
            if words is not None and "".join(words.split()) != "".join("".join(said).split()):
                wrong.append(f"{id}: {words!r} is not {said!r}")
        for mention, (pieces, kind) in mentions.items():
            if (pieces, kind) in here:
                here.remove((pieces, kind))
                equal += 1
            elif (id, mention) in of_mentions:
                lost += 1
                for piece in pieces:  # one that is bent may come back in pieces
                    if ((piece,), kind) in here:
                        here.remove(((piece,), kind))
            else:
                wrong.append(f"{id}: {mention} {pieces} {kind} is missing")
        bent = any(of_mentions.get((id, mention)) == "bent" for mention in mentions)
        if here and not bent:
            wrong.append(f"{id}: {here} is in no truth")
    return wrong, equal, lost


def main(folder):
    articles = truth_of(folder)
    failed = 0
    for name, read in readers.ALL.items():
        if name == "parquet" and not (folder / name).exists():
            continue  # the program was built without it
        out = next(iter(sorted((folder / name).glob("out*"))))
        losses = json.loads((folder / name / "losses.json").read_text(encoding="utf-8"))
        try:
            found = read(out, {id: article for id, (article, _) in articles.items()})
            if found is None:
                print(f"{name:18} read")
                continue
            wrong, equal, lost = compare(name, articles, found, losses)
        except Exception:
            traceback.print_exc()
            wrong, equal, lost = ["its reader failed"], 0, 0
        total = sum(len(mentions) for _, mentions in articles.values())
        print(f"{name:18} {equal} of {total} mentions equal, {lost} listed as losses, {len(wrong)} wrong")
        for line in wrong[:5]:
            print(f"  {line}")
        failed += bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
