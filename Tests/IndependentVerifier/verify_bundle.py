#!/usr/bin/env python3
"""Verifies an Inquest evidence bundle.

Written from Documentation/bundle-format.md and Documentation/ledger-format.md alone; it shares no code with the program, so
that a mistake of the one is not also a mistake of the other. Needs Python 3.9 and, for Ed25519, the program `openssl` (3.0).

    python3 verify_bundle.py BUNDLE [VKEY | --key VKEY] [--witness VKEY] [--checkpoint FILE]

The numbers in comments are those of the checks in bundle-format.md. Entries and witnesses are counted from 0.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from typing import BinaryIO, Dict, Iterator, List, NamedTuple, NoReturn, Optional, Set, Tuple

MAGIC = b"inquest-bundle/1"
MAX_DECIMAL = 2**63 - 1
MAX_JSON_BYTES, MAX_JSON_DEPTH = 4194304, 256
MAX_NOTE, MAX_VKEY, MAX_LEAF, MAX_PROOF, MAX_NAME = 65536, 512, 8192, 63, 128
MAX_PROBLEMS = 200
LOG_TYPE, WITNESS_TYPE = 1, 4
ABSENT, DISCLOSED, WITHHELD, ERASED = 0, 1, 2, 3
KINDS = "intent outcome decision received released proposal approval policy documents erased".split()

DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
HASH = re.compile(r"[0-9a-f]{64}")
WORD = re.compile(r"[^\x00-\x20\x7f-\x9f]+")
KEY_NAME = re.compile(r"[^+\x00-\x20\x7f-\x9f\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
DOCUMENT_NAME = re.compile(rb"[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}")


class Broken(Exception):
    """The container's form is broken; nothing behind this can be read."""


class Unable(Exception):
    """The verifier cannot do its work."""


class Key(NamedTuple):
    text: str
    name: str
    id: bytes
    type: int
    public: bytes


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes
    text: bytes
    signatures: List[Tuple[str, bytes]]  # name; key id and signature


class Commitment(NamedTuple):
    length: int
    salted: str


class Leaf(NamedTuple):
    position: int
    investigation: str
    sequence: int
    kind: str
    key: str
    content: Commitment
    body: Optional[Commitment]


class Part(NamedTuple):
    mark: int
    length: int = 0
    salted: str = ""
    kept: Optional[bytes] = None


class Entry(NamedTuple):
    label: str
    leaf: Optional[Leaf]
    content: Part
    body: Part


class Result(NamedTuple):
    lines: List[str]  # what is printed of a sound bundle
    problems: List[str]
    remarks: List[str]


# Spellings. Each function raises ValueError, with what is wrong, for every spelling but the one.


def decimal(text: str) -> int:
    if not DECIMAL.fullmatch(text) or int(text) > MAX_DECIMAL:
        raise ValueError("not a decimal number in its one spelling")
    return int(text)


def from_base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise ValueError("not base64") from None
    if base64.b64encode(data).decode("ascii") != text:
        raise ValueError("base64 not in its one spelling")
    return data


def from_utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None


def key_name(text: str) -> str:
    if not KEY_NAME.fullmatch(text) or len(text.encode("utf-8")) > 255:
        raise ValueError("not a key's name")
    return text


def parse_vkey(data: bytes, kind: int) -> Key:
    text = from_utf8(data)
    fields = text.split("+", 2)
    if len(fields) != 3:
        raise ValueError("a vkey has three fields")
    name, key = key_name(fields[0]), from_base64(fields[2])
    if len(key) != 33 or key[0] != kind:
        raise ValueError(f"not a key of type {kind}")
    key_id = hashlib.sha256(name.encode("utf-8") + b"\n" + key).digest()[:4]
    if fields[1] != key_id.hex():
        raise ValueError("the key id does not belong to the key")
    return Key(text, name, key_id, kind, key[1:])


def parse_checkpoint(note: bytes) -> Checkpoint:
    """The form of the note and of its text; not its signatures."""
    if len(note) > MAX_NOTE:
        raise ValueError("the note is too long")
    from_utf8(note)
    if any(byte < 0x20 and byte != 0x0A for byte in note):
        raise ValueError("a control character in the note")
    gap = note.rfind(b"\n\n")
    if gap < 0 or not note.endswith(b"\n"):
        raise ValueError("the note has no empty line, or does not end with LF")
    text, tail = note[: gap + 1], note[gap + 2 :]
    lines = tail.split(b"\n")[:-1]
    if not 1 <= len(lines) <= 64:
        raise ValueError("the note has not 1 to 64 signature lines")
    signatures = []
    for line in lines:
        words = line.decode("utf-8").split(" ")
        if len(words) != 3 or words[0] != "\u2014":
            raise ValueError("a signature line is malformed")
        raw = from_base64(words[2])
        if not 5 <= len(raw) <= 4 + 8192:
            raise ValueError("a signature has not 1 to 8192 bytes")
        signatures.append((key_name(words[1]), raw))
    body = text.split(b"\n")[:-1]
    if not 3 <= len(body) <= 3 + 16 or not 1 <= len(body[0]) <= 255:
        raise ValueError("the text is not a checkpoint")
    if any(not 1 <= len(line) <= 1024 for line in body[3:]):
        raise ValueError("an extension line has not 1 to 1024 bytes")
    root = from_base64(body[2].decode("utf-8"))
    if len(root) != 32:
        raise ValueError("the root has not 32 bytes")
    return Checkpoint(body[0].decode("utf-8"), decimal(body[1].decode("utf-8")), root, text, signatures)


def parse_commitment(words: List[str]) -> Commitment:
    if len(words) != 3 or not HASH.fullmatch(words[1]) or not HASH.fullmatch(words[2]):
        raise ValueError("a commitment is malformed")
    return Commitment(decimal(words[0]), words[2])


def parse_leaf(data: bytes) -> Leaf:
    lines = from_utf8(data).split("\n")
    if len(lines) != 11 or lines[10] != "":
        raise ValueError("a leaf has ten lines")
    if lines[0] != "inquest-leaf/1":
        raise ValueError("the first line is not the format's")
    names = "position investigation sequence kind key attempt recorded content body".split()
    values: Dict[str, List[str]] = {}
    for name, line in zip(names, lines[1:]):
        words = line.split(" ")
        if words[0] != name or len(words) < 2 or not all(WORD.fullmatch(word) for word in words):
            raise ValueError(f"the line `{name}` is malformed")
        values[name] = words[1:]
    for name in names[:4] + names[5:7]:
        if len(values[name]) != 1:
            raise ValueError(f"the line `{name}` has not one word")
    position, sequence = decimal(values["position"][0]), decimal(values["sequence"][0])
    decimal(values["attempt"][0]), decimal(values["recorded"][0])
    investigation, kind, key = values["investigation"][0], values["kind"][0], values["key"]
    if sequence > position:
        raise ValueError("the sequence is above the position")
    if kind not in KINDS:
        raise ValueError("an unknown kind")
    if key != ["-"]:
        if len(key) != 4 or key[0] != investigation or key[1][0] != "r" or key[3].count(".") != 1:
            raise ValueError("the key is malformed")
        for number in [key[1][1:]] + key[3].split("."):
            decimal(number)
    content = parse_commitment(values["content"])
    body = None if values["body"] == ["-"] else parse_commitment(values["body"])
    return Leaf(position, investigation, sequence, kind, " ".join(key), content, body)


# JSON. Python's reader is wider than RFC 8259 in the constants, and says nothing of depth and of names given twice.


def unlike_constant(text: str) -> NoReturn:
    raise ValueError(f"JSON has no {text}")


def whole_number(text: str) -> float:
    return int(text) if len(text) <= 20 else float("inf")  # of a longer one, only that it is no position matters


def unique_names(pairs: List[Tuple[str, object]]) -> Dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("JSON has a name twice in an object")
    return members


def parse_json(text: str) -> object:
    """Whole numbers become int; those with fraction or exponent become NaN, for here only that they are there matters."""
    depth, quoted = 0, False
    for match in re.finditer(r'\\.|["\[\]{}]|[^\x00-\x7f]', text, re.DOTALL):
        found = match.group()
        if found == '"':
            quoted = not quoted
        elif not quoted and ord(found[0]) > 0x7F:
            raise ValueError("JSON has other than ASCII outside of its strings")
        elif not quoted:
            depth += (found in "[{") - (found in "]}")
        if depth > MAX_JSON_DEPTH:
            raise ValueError(f"JSON is nested deeper than {MAX_JSON_DEPTH}")
    return json.loads(text, object_pairs_hook=unique_names, parse_constant=unlike_constant, parse_int=whole_number,
                      parse_float=lambda _: float("nan"))


# Proofs and signatures


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def is_included(leaf_hash: bytes, index: int, size: int, root: bytes, proof: List[bytes]) -> bool:
    if index < 0 or index >= size:
        return False
    fn, sn, r = index, size - 1, leaf_hash
    for p in proof:
        if sn == 0:
            return False
        if fn % 2 == 1 or fn == sn:
            r = sha256(b"\x01" + p + r)
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\x01" + r + p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Ed25519. RFC 8032 section 5.1.3 refuses points in a second spelling, which openssl does not look for in a key."""
    y, prime = int.from_bytes(public, "little") & (2**255 - 1), 2**255 - 19
    if y >= prime or (public[31] >= 0x80 and y in (1, prime - 1)):
        return False
    with tempfile.TemporaryDirectory() as folder:
        files = {"key.der": bytes.fromhex("302a300506032b6570032100") + public, "message": message, "signature": signature}
        for name, data in files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in message -sigfile signature"
        done = subprocess.run(command.split(), cwd=folder, stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode != 0 and b"Signature Verification Failure" not in done.stdout + done.stderr:
        raise Unable(f"openssl cannot check signatures: {done.stderr.decode('utf-8', 'replace').strip()}")
    return done.returncode == 0


def signature_time(key: Key, name: str, raw: bytes, text: bytes) -> int:
    """Checks a signature line against its key; returns a cosignature's time, and 0 for a log's signature."""
    if name != key.name or raw[:4] != key.id:
        raise ValueError("the signature line is not of this key")
    if len(raw) != 4 + (64 if key.type == LOG_TYPE else 72):
        raise ValueError("the signature has another length")
    time, message = 0, text
    if key.type == WITNESS_TYPE:
        time = int.from_bytes(raw[4:12], "big")
        if time > MAX_DECIMAL:
            raise ValueError("the cosignature's time is too large")
        message = b"cosignature/v1\ntime %d\n" % time + text
    if not is_signed(key.public, raw[-64:], message):
        raise ValueError("the signature does not verify")
    return time


# The container


class Reader:
    """Reads on from a stream, keeps the digest of what was read, and never asks for more than a piece at a time."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.digest = hashlib.sha256()

    def pieces(self, count: int, what: str) -> Iterator[bytes]:
        while count > 0:
            piece = self.stream.read(min(count, 65536))
            if not piece:
                raise Broken(f"the file ends within {what}")
            self.digest.update(piece)
            count -= len(piece)
            yield piece

    def take(self, count: int, what: str) -> bytes:
        return b"".join(self.pieces(count, what))

    def number(self, width: int, limit: int, what: str) -> int:
        number = int.from_bytes(self.take(width, what), "big")
        if number > limit:
            raise Broken(f"{what}: {number} is above the limit {limit}")
        return number

    def field(self, limit: int, what: str) -> bytes:
        return self.take(self.number(4, limit, f"the length of {what}"), what)


def read_part(reader: Reader, lowest: int, keep: bool, what: str) -> Part:
    mark = reader.number(1, ERASED, f"the mark of {what}")
    if mark < lowest:
        raise Broken(f"{what} has mark {mark}")
    if mark != DISCLOSED:
        return Part(mark)
    digest = hashlib.sha256(reader.take(32, f"the salt of {what}"))
    length = reader.number(8, MAX_DECIMAL, f"the length of {what}")
    kept: Optional[List[bytes]] = [] if keep and length <= MAX_JSON_BYTES else None
    for piece in reader.pieces(length, what):
        digest.update(piece)
        if kept is not None:
            kept.append(piece)
    return Part(mark, length, digest.hexdigest(), None if kept is None else b"".join(kept))


def read_document(reader: Reader, index: int) -> Tuple[bytes, str]:
    name = reader.field(MAX_NAME, f"the name of document {index}")
    length = reader.number(8, MAX_DECIMAL, f"the length of document {index}")
    digest = hashlib.sha256()
    for piece in reader.pieces(length, f"document {index}"):
        digest.update(piece)
    return name, digest.hexdigest()


# The checks


def check_part(part: Part, commitment: Optional[Commitment], what: str, problems: List[str]) -> None:
    if (part.mark == ABSENT) != (commitment is None):  # 14
        problems.append(f"{what} has mark {part.mark}, the leaf says that there is {'none' if commitment is None else 'one'}")
    elif part.mark == DISCLOSED and part.length != commitment.length:  # 15
        problems.append(f"{what} has {part.length} bytes, the leaf says {commitment.length}")
    elif part.mark == DISCLOSED and part.salted != commitment.salted:
        problems.append(f"{what} has not the digest that the leaf says")


def read_entry(reader: Reader, index: int, checkpoint: Optional[Checkpoint], problems: List[str]) -> Entry:
    label = f"entry {index}"
    data = reader.field(MAX_LEAF, f"the leaf of {label}")
    leaf: Optional[Leaf] = None
    try:
        leaf = parse_leaf(data)
        label += f" (position {leaf.position}, key {leaf.key})"
    except ValueError as error:  # 9
        problems.append(f"{label}: the leaf: {error}")
    hashes = reader.number(1, MAX_PROOF, f"the number of hashes of {label}")
    proof = [reader.take(32, f"the proof of {label}") for _ in range(hashes)]
    keep = leaf is not None and leaf.kind in ("erased", "documents")
    content = read_part(reader, DISCLOSED, keep, f"the content of {label}")
    body = read_part(reader, ABSENT, False, f"the body of {label}")
    if leaf is not None:
        if checkpoint and not is_included(sha256(b"\x00" + data), leaf.position, checkpoint.size, checkpoint.root, proof):
            problems.append(f"{label}: the inclusion proof does not lead to the checkpoint's root")  # 13
        check_part(content, leaf.content, f"{label}: the content", problems)
        check_part(body, leaf.body, f"{label}: the body", problems)
    return Entry(label, leaf, content, body)


def check_order(previous: Optional[Leaf], leaf: Leaf, label: str, problems: List[str]) -> None:
    if previous is not None and leaf.investigation != previous.investigation:  # 10
        problems.append(f"{label}: is of another investigation than the entry before it")
    if leaf.sequence != (0 if previous is None else previous.sequence + 1):  # 11
        problems.append(f"{label}: the sequence {leaf.sequence} does not follow")
    if previous is not None and leaf.position <= previous.position:  # 12
        problems.append(f"{label}: the position is not above that of the entry before it")


def content_json(part: Part) -> object:
    if part.kept is None:
        raise ValueError(f"it has more than {MAX_JSON_BYTES} bytes")
    return parse_json(from_utf8(part.kept))


def erased_parts(content: object, own: int) -> Set[Tuple[int, str]]:
    items = content.get("erased") if isinstance(content, dict) else None
    if not isinstance(items, list):
        raise ValueError("it is not an object with an array `erased`")
    named: Set[Tuple[int, str]] = set()
    for item in items:
        position, parts = (item.get("position"), item.get("parts")) if isinstance(item, dict) else (None, None)
        if type(position) is not int or not 0 <= position < own:  # True is an int, too
            raise ValueError("a `position` is not an integer from 0 to below the entry's own")
        if not isinstance(parts, list) or not parts or any(part not in ("content", "body") for part in parts):
            raise ValueError("`parts` is not an array of `content` and `body`")
        named.update((position, part) for part in parts)
    return named


def check_erasures(entries: List[Entry], problems: List[str]) -> None:
    named: Set[Tuple[int, str]] = set()
    for entry in entries:
        if entry.leaf is None or entry.leaf.kind != "erased":
            continue
        if entry.content.mark != DISCLOSED:  # 16
            problems.append(f"{entry.label}: the content of an entry of kind erased is not disclosed")
            continue
        try:
            named |= erased_parts(content_json(entry.content), entry.leaf.position)
        except ValueError as error:
            problems.append(f"{entry.label}: the content: {error}")
    for entry in entries:  # 17
        for name, part in (("content", entry.content), ("body", entry.body)):
            if entry.leaf is None or part.mark == ABSENT:
                continue
            if part.mark == ERASED and (entry.leaf.position, name) not in named:
                problems.append(f"{entry.label}: the {name} is marked as erased, but no entry says so")
            if part.mark != ERASED and (entry.leaf.position, name) in named:
                problems.append(f"{entry.label}: the {name} is not marked as erased, but an entry says so")


def check_documents(entries: List[Entry], documents: List[Tuple[bytes, str]], problems: List[str]) -> None:
    last: Optional[Entry] = None
    content: object = None
    for entry in entries:
        if entry.leaf is None or entry.leaf.kind != "documents":
            continue
        last, content = entry, None
        if entry.content.mark == DISCLOSED:  # 18
            try:
                content = content_json(entry.content)
            except ValueError as error:
                problems.append(f"{entry.label}: the content: {error}")
    previous: Optional[bytes] = None
    for index, (name, _) in enumerate(documents):  # 20
        if not DOCUMENT_NAME.fullmatch(name):
            problems.append(f"document {index}: the name has other characters than it may")
        if previous is not None and name <= previous:
            problems.append(f"document {index}: the name is not above that of the document before it")
        previous = name
    if not documents:
        return
    files = content.get("files") if isinstance(content, dict) else None  # 19
    if last is None:
        problems.append("there are documents, but no entry of kind documents")
    elif last.content.mark != DISCLOSED or not isinstance(files, dict):
        problems.append(f"{last.label}: there are documents, but the content does not show an object with an object `files`")
    elif files != {name.decode("latin-1"): digest for name, digest in documents}:
        problems.append(f"{last.label}: the documents are not those that the entry names, with the digests that it says")


def check_signatures(keys: List[Optional[Key]], checkpoint: Checkpoint, problems: List[str]) -> List[int]:
    """Checks 6 to 8; returns the cosignatures' times."""
    if keys[0] is not None and checkpoint.origin != keys[0].name:
        problems.append("checkpoint: the origin is not the name in the log's key")
    if len(checkpoint.signatures) != len(keys):
        problems.append(f"checkpoint: {len(checkpoint.signatures)} signature lines for {len(keys)} keys")
        return []
    times: List[int] = []
    for index, (key, (name, raw)) in enumerate(zip(keys, checkpoint.signatures)):
        try:
            if key is not None:
                times.append(signature_time(key, name, raw, checkpoint.text))
        except ValueError as error:
            problems.append(f"checkpoint: signature line {index}: {error}")
    return times[1:]


def compare_checkpoint(log: Key, checkpoint: Checkpoint, note: bytes) -> str:
    """Check 23; returns what to say of a checkpoint that does not speak against the bundle."""
    other = parse_checkpoint(note)
    signatures = [(name, raw) for name, raw in other.signatures if name == log.name and raw[:4] == log.id]
    if not signatures:
        raise ValueError("it is not signed by the bundle's log")
    for name, raw in signatures:
        signature_time(log, name, raw, other.text)
    if other.origin != checkpoint.origin:
        raise ValueError("it has another origin")
    if other.size != checkpoint.size:
        return (f"the known checkpoint has size {other.size}, the bundle's {checkpoint.size}: whether they agree is not "
                "decided; that takes a consistency proof, or a bundle at the other size")
    if other.root != checkpoint.root:
        raise ValueError(f"it has another root at the same size {other.size}: the log has shown two histories")
    return "the known checkpoint has the bundle's size and root"


def check_head(reader: Reader, known: List[Key], note: Optional[bytes], problems: List[str],
               remarks: List[str]) -> Tuple[List[Optional[Key]], Optional[Checkpoint], List[int]]:
    """Keys and checkpoint, and what is known from elsewhere."""
    if reader.take(len(MAGIC), "the magic") != MAGIC:
        raise Broken("the file is not a bundle of version 1")
    texts = [reader.field(MAX_VKEY, "the log's key")]
    for index in range(reader.number(1, 16, "the number of witnesses")):
        texts.append(reader.field(MAX_VKEY, f"the key of witness {index}"))
    data = reader.field(MAX_NOTE, "the checkpoint")
    keys: List[Optional[Key]] = []
    for index, text in enumerate(texts):  # 3, 4
        try:
            keys.append(parse_vkey(text, WITNESS_TYPE if index else LOG_TYPE))
        except ValueError as error:
            keys.append(None)
            problems.append(f"{f'the key of witness {index - 1}' if index else 'the key of the log'}: {error}")
    if any(later <= earlier for earlier, later in zip(texts[1:], texts[2:])):
        problems.append("the witnesses' keys are not in ascending order")
    checkpoint: Optional[Checkpoint] = None
    times: List[int] = []
    try:  # 5
        checkpoint = parse_checkpoint(data)
        times = check_signatures(keys, checkpoint, problems)
    except ValueError as error:
        problems.append(f"checkpoint: {error}")
    for key in known:  # 21, 22
        if key not in (keys[:1] if key.type == LOG_TYPE else keys[1:]):
            problems.append(f"the known key {key.text} is not the bundle's")
    if note is not None and keys[0] is not None and checkpoint is not None:
        try:
            remarks.append(compare_checkpoint(keys[0], checkpoint, note))
        except ValueError as error:
            problems.append(f"the known checkpoint: {error}")
    return keys, checkpoint, times


def check_bundle(stream: BinaryIO, known: List[Key], note: Optional[bytes], problems: List[str],
                 remarks: List[str]) -> List[str]:
    reader = Reader(stream)
    keys, checkpoint, times = check_head(reader, known, note, problems, remarks)
    count = reader.number(4, 2**32 - 1, "the number of entries")
    if count == 0:
        raise Broken("there are no entries")
    entries: List[Entry] = []
    previous: Optional[Leaf] = None
    for index in range(count):
        entry = read_entry(reader, index, checkpoint, problems)
        if entry.leaf is not None:
            check_order(previous, entry.leaf, entry.label, problems)
            previous = entry.leaf
        entries.append(entry)
        if len(problems) >= MAX_PROBLEMS:
            raise Broken("there are too many problems to go on")
    documents = [read_document(reader, index) for index in range(reader.number(4, 256, "the number of documents"))]
    digest = reader.digest.digest()
    if reader.take(32, "the digest") != digest:  # 2
        problems.append("the digest is not that of the bytes before it")
    if stream.read(1):
        raise Broken("the file goes on after the digest")
    check_erasures(entries, problems)
    check_documents(entries, documents, problems)
    if problems or checkpoint is None or previous is None:
        return []
    parts = [(part.mark, f"{entry.leaf.position} {name}") for entry in entries if entry.leaf is not None
             for name, part in (("content", entry.content), ("body", entry.body))]
    lines = ["ok", f"origin {visible(checkpoint.origin)}", f"size {checkpoint.size}", f"root {checkpoint.root.hex()}"]
    lines += [f"log {key.text}" for key in keys[:1] if key is not None]
    lines += [f"witness {key.text} {time}" for key, time in zip(keys[1:], times) if key is not None]
    lines += [f"investigation {visible(previous.investigation)}", f"entries {count}"]
    lines += [f"disclosed {sum(mark == DISCLOSED for mark, _ in parts)}"]
    lines += [f"withheld {place}" for mark, place in parts if mark == WITHHELD]
    lines += [f"erased {place}" for mark, place in parts if mark == ERASED]
    return lines + [f"document {name.decode('ascii')} {digest}" for name, digest in documents]


def verify(stream: BinaryIO, known: List[Key], note: Optional[bytes]) -> Result:
    problems: List[str] = []
    remarks: List[str] = []
    lines: List[str] = []
    try:
        lines = check_bundle(stream, known, note, problems, remarks)
    except Broken as error:
        problems.append(str(error))
    return Result(lines, problems, remarks)


# The command


def visible(text: str) -> str:
    hidden = ("Cc", "Cf", "Zl", "Zp", "Cs", "Co")
    return "".join(f"\\u{{{ord(c):x}}}" if unicodedata.category(c) in hidden else c for c in text)


def report(result: Result) -> int:
    lines = result.lines
    if result.problems:
        lines = ["bad"] + [f"problem {visible(problem)}" for problem in result.problems[:MAX_PROBLEMS]]
        if len(result.problems) > MAX_PROBLEMS:
            lines.append(f"problem and {len(result.problems) - MAX_PROBLEMS} more")
    else:  # what the page gives no line for stays off standard output
        sys.stderr.write("".join(f"{remark}\n" for remark in result.remarks))
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8"))
    sys.stdout.buffer.flush()
    return 1 if result.problems else 0


def main(arguments: List[str]) -> int:
    parser = argparse.ArgumentParser(description="Verify an Inquest evidence bundle.", allow_abbrev=False)
    parser.add_argument("bundle", metavar="BUNDLE")
    parser.add_argument("vkey", metavar="VKEY", nargs="?", help="the same as --key")
    parser.add_argument("--key", metavar="VKEY", help="the log's key, known from elsewhere")
    parser.add_argument("--witness", metavar="VKEY", action="append", default=[], help="a witness's key, known from elsewhere")
    parser.add_argument("--checkpoint", metavar="FILE", help="a checkpoint of the log, known from elsewhere")
    options = parser.parse_args(arguments)
    try:
        known = [parse_vkey(os.fsencode(text), LOG_TYPE) for text in (options.vkey, options.key) if text is not None]
        known += [parse_vkey(os.fsencode(text), WITNESS_TYPE) for text in options.witness]
        note: Optional[bytes] = None
        if options.checkpoint is not None:
            with open(options.checkpoint, "rb") as file:
                note = file.read(MAX_NOTE + 1)
        with open(options.bundle, "rb") as stream:
            return report(verify(stream, known, note))
    except (OSError, ValueError, Unable) as error:
        sys.stderr.buffer.write(f"verify_bundle: {error}\n".encode("utf-8", "backslashreplace"))
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
