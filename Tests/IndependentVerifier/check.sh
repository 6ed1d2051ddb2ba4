#!/bin/sh
# Checks verify_bundle.py against the test vectors, then against changed and made-up bundles. `check.sh [VECTORS]`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
vectors=${1:-$here/../GatewayTests/Fixtures/Bundle}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

status() { # the expected exit status, then the verifier's arguments
    expected=$1; shift
    found=0
    python3 "$here/verify_bundle.py" "$@" >"$work/out" 2>"$work/err" || found=$?
    if [ "$found" != "$expected" ] || grep -q Traceback "$work/err"; then
        echo "exit status $found, not $expected: $*"; cat "$work/out" "$work/err"; exit 1
    fi
}

log=log.example/inquest+48c92c57+AWeECRrt+Zy4XE+48e/xOo5mHdYgU8KdbPgPj0n7ls7f
witness=witness.example/w1+25cd07df+BAVsjeuZN2nk2pJTxwW3NmyRz3e2xRVU6pK9vQ0KuIAo
for name in full unwitnessed withheld minimal; do
    status 0 "$vectors/$name.bundle"
    cmp "$work/out" "$vectors/$name.txt"
    status 0 "$vectors/$name.bundle" "$log"
    status 0 "$vectors/$name.bundle" --key "$log"
done
python3 -c 'import json, sys; sys.stdout.write(json.load(open(sys.argv[1]))["checkpoint"])' "$vectors/vectors.json" >"$work/known"
status 0 "$vectors/full.bundle" --witness "$witness" --checkpoint "$work/known"
status 1 "$vectors/unwitnessed.bundle" --witness "$witness"
head -c 300 "$vectors/full.bundle" >"$work/short"
status 1 "$work/short"
status 1 "$vectors/full.bundle" --checkpoint "$work/short"
status 1 /dev/null
status 2
status 2 "$work"
status 2 "$work/none"
status 2 "$vectors/full.bundle" --checkpoint "$work/none"
status 2 "$vectors/full.bundle" "$witness"
status 2 "$vectors/full.bundle" --key nonsense
python=$(python3 -c 'import sys; print(sys.executable)')
found=0
env PATH="$work" "$python" "$here/verify_bundle.py" "$vectors/full.bundle" 2>"$work/err" || found=$?
[ "$found" = 2 ] || { echo "without openssl: exit status $found, not 2"; cat "$work/err"; exit 1; }
echo "vectors and command line: as expected"

PYTHONDONTWRITEBYTECODE=1 python3 - "$vectors" "$here" <<'PYTHON'
import functools, hashlib, io, json, os, random, struct, subprocess, sys, tempfile, time

sys.path[0] = sys.argv[2]
import verify_bundle as v

folder = sys.argv[1]
vectors = json.load(open(os.path.join(folder, "vectors.json")))
bundles = {n: open(os.path.join(folder, n + ".bundle"), "rb").read() for n in ("full", "unwitnessed", "withheld", "minimal")}
openssl_runs, plain = [0], v.is_signed


@functools.lru_cache(maxsize=None)
def cached(public, signature, message):
    openssl_runs[0] += 1
    return plain(public, signature, message)


v.is_signed = cached
sha = lambda data: hashlib.sha256(data).digest()
sealed = lambda data: data[:-32] + sha(data[:-32])
failures = []


def problems(data, known=(), note=None):
    return v.verify(io.BytesIO(data), list(known), note).problems


def expect(sound, data, what, **more):
    found = problems(data, **more)
    if (not found) != sound:
        failures.append(f"{what}: {found or 'sound'}")


# vectors.json
hashes = [sha(b"\0" + e["leaf"].encode()) for e in vectors["entries"]]
def root(h):
    if len(h) < 2: return h[0] if h else sha(b"")
    k = 1
    while k * 2 < len(h): k *= 2
    return sha(b"\1" + root(h[:k]) + root(h[k:]))
def path(m, h):
    if len(h) < 2: return []
    k = 1
    while k * 2 < len(h): k *= 2
    return path(m, h[:k]) + [root(h[k:])] if m < k else path(m - k, h[k:]) + [root(h[:k])]
def consistent(old, old_root, new, new_root, proof):
    if old > new: return False
    if old == new: return not proof and old_root == new_root and (old or old_root == sha(b""))
    if old == 0: return not proof and old_root == sha(b"")
    if old & (old - 1) == 0: proof = [old_root] + proof
    if not proof: return False
    fn, sn = old - 1, new - 1
    while fn % 2: fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for p in proof[1:]:
        if sn == 0: return False
        if fn % 2 or fn == sn:
            fr, sr = sha(b"\1" + p + fr), sha(b"\1" + p + sr)
            while fn % 2 == 0 and fn: fn, sn = fn >> 1, sn >> 1
        else: sr = sha(b"\1" + sr + p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root
hexes = lambda items: [bytes.fromhex(i) for i in items]
assert [h.hex() for h in hashes] == [e["hash"] for e in vectors["entries"]]
roots = hexes(vectors["roots"])
assert roots == [root(hashes[:n]) for n in range(11)]
for n, e in enumerate(vectors["entries"]):
    leaf, proof = v.parse_leaf(e["leaf"].encode()), hexes(e["inclusionProof"])
    assert v.is_included(hashes[n], n, 10, roots[10], proof) and proof == path(n, hashes) and leaf.position == n
    for part, commitment in ((e["content"], leaf.content), (e["body"], leaf.body)):
        assert (part is None) == (commitment is None)
        if part:
            data = bytes.fromhex(part["plaintext"])
            assert commitment == (len(data), sha(bytes.fromhex(part["salt"]) + data).hex()) and part["saltedDigest"] == commitment.salted
            assert sha(b"".join(hexes(part["sealed"]))).hex() == part["ciphertextDigest"] and part["ciphertextDigest"] in e["leaf"]
for n, proof in enumerate(vectors["consistencyProofs"]):
    assert consistent(n, roots[n], 10, roots[10], hexes(proof)), n
    assert n == 0 or not consistent(n, roots[n], 10, roots[9], hexes(proof)), n
rfc = hexes(["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"])
assert root([sha(b"\0" + i) for i in rfc]).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
assert root([sha(b"\0" + i) for i in rfc[:3]]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
print("vectors.json: leaves, roots, inclusion and consistency proofs, digests fit")

# every byte
start, count = time.time(), 0
for name, masks in (("minimal", [1 << bit for bit in range(8)]), ("full", (0x01, 0x80, 0xFF)), ("withheld", (0x02, 0x20))):
    data = bundles[name]
    for at in range(len(data)):
        for mask in masks:
            changed = data[:at] + bytes([data[at] ^ mask]) + data[at + 1:]
            expect(False, changed, f"{name} byte {at} ^ {mask}")
            if at < len(data) - 32:
                expect(False, sealed(changed), f"{name} byte {at} ^ {mask}, digest anew")
                count += 1
            count += 1
print(f"{count} bundles with one byte changed in {time.time() - start:.0f} s")
start, count = time.time(), 0
for name in ("minimal", "full"):
    data = bundles[name]
    for at in range(len(data)):
        shorter = data[:at] + data[at + 1:]
        for changed in (shorter, sealed(shorter), data[:at], data[:at] + sha(data[:at]), data[:at] + b"\0" + data[at:],
                        sealed(data[:at] + b"a" + data[at:]), data[:at] + b"\xff" * 12 + data[at + 12:]):
            if changed != data:
                expect(False, changed, f"{name} byte {at} removed, added, or cut there")
                count += 1
print(f"{count} bundles with a byte removed or added, or cut, in {time.time() - start:.0f} s")


for name, data in bundles.items():
    expect(False, data + b"\0", f"{name} and a byte more")
    expect(False, data + sha(data), f"{name} and a digest more")


# parts moved
def unpack(data):
    r = v.Reader(io.BytesIO(data))
    b = {"magic": r.take(16, ""), "log": r.field(512, "")}
    b["witnesses"] = [r.field(512, "") for _ in range(r.number(1, 16, ""))]
    b["note"] = r.field(65536, "")
    def part():
        mark = r.take(1, "")
        if mark != b"\1": return mark
        salt, length = r.take(32, ""), r.take(8, "")
        return mark + salt + length + r.take(int.from_bytes(length, "big"), "")
    b["entries"] = [[r.field(8192, ""), [r.take(32, "") for _ in range(r.number(1, 63, ""))], part(), part()]
                    for _ in range(r.number(4, 2**32, ""))]
    b["documents"] = [[r.field(128, ""), r.take(r.number(8, 2**63, ""), "")] for _ in range(r.number(4, 256, ""))]
    return b


field = lambda data: struct.pack(">I", len(data)) + data
def pack(b):
    out = b["magic"] + field(b["log"]) + bytes([len(b["witnesses"])]) + b"".join(map(field, b["witnesses"])) + field(b["note"])
    out += struct.pack(">I", len(b["entries"]))
    for leaf, proof, content, body in b["entries"]:
        out += field(leaf) + bytes([len(proof)]) + b"".join(proof) + content + body
    out += struct.pack(">I", len(b["documents"]))
    out += b"".join(field(name) + struct.pack(">Q", len(data)) + data for name, data in b["documents"])
    return out + sha(out)


count = 0
def change(sound, name, what, act):
    global count
    b = unpack(bundles[name])
    act(b)
    expect(sound, pack(b), f"{name}: {what}")
    count += 1
def swap(items, i, j, at=None):
    if at is None: items[i], items[j] = items[j], items[i]
    else: items[i][at], items[j][at] = items[j][at], items[i][at]
for name in bundles:
    assert pack(unpack(bundles[name])) == bundles[name]
    whole = unpack(bundles[name])
    n = len(whole["entries"])
    for i in range(n):
        # the last entry may be left out where nothing rests on it; of one entry, none may
        change(name == "withheld" and i == n - 1, name, f"entry {i} left out", lambda b: b["entries"].pop(i))
        change(False, name, f"entry {i} doubled", lambda b: b["entries"].insert(i, b["entries"][i]))
        for at in (2, 3):
            for mark in range(5):
                old = whole["entries"][i][at]
                if old[:1] != bytes([mark]):
                    kind = v.parse_leaf(whole["entries"][i][0]).kind
                    fine = old[:1] == b"\1" and mark == 2 and kind != "erased" and not (kind == "documents" and whole["documents"])
                    change(fine, name, f"entry {i} part {at} mark {mark}", lambda b: b["entries"][i].__setitem__(at, bytes([mark])))
        for j in range(i):
            for at in (None, 0, 1, 2, 3):
                value = whole["entries"]
                if at is None or value[i][at] != value[j][at]:
                    change(False, name, f"entries {i} and {j} swapped, {at}", lambda b: swap(b["entries"], i, j, at))
def unwitness(b):
    b["witnesses"] = []
    b["note"] = b"".join(b["note"].splitlines(True)[:-1])
change(True, "full", "without the witness", unwitness)
change(False, "full", "without the witness's key", lambda b: b["witnesses"].clear())
change(False, "unwitnessed", "a key without its line", lambda b: b["witnesses"].extend(unpack(bundles["full"])["witnesses"]))
change(False, "full", "the witness twice", lambda b: (b["witnesses"].append(b["witnesses"][0]), b.__setitem__("note", b["note"] + b["note"].splitlines(True)[-1])))
change(True, "full", "without documents", lambda b: b["documents"].clear())
change(False, "full", "documents swapped", lambda b: swap(b["documents"], 0, 1))
change(False, "full", "documents' bytes swapped", lambda b: swap(b["documents"], 0, 1, 1))
for i in (0, 1):
    change(False, "full", "a document left out", lambda b: b["documents"].pop(i))
    change(False, "full", "a document doubled", lambda b: b["documents"].insert(i, b["documents"][i]))
change(False, "minimal", "a document", lambda b: b["documents"].append([b"a.md", b""]))
print(f"{count} bundles with parts moved")

# bundles of our own, signed with the published seeds
def sign(seed, message):
    with tempfile.TemporaryDirectory() as d:
        open(d + "/k", "wb").write(bytes.fromhex("302e020100300506032b657004220420" + seed)), open(d + "/m", "wb").write(message)
        subprocess.run(["openssl", "pkeyutl", "-sign", "-keyform", "DER", "-inkey", d + "/k", "-rawin", "-in", d + "/m", "-out", d + "/s"], check=True)
        return open(d + "/s", "rb").read()
b64 = lambda data: v.base64.b64encode(data).decode()
log = v.parse_vkey(vectors["logKey"].encode(), 1)
witness = v.parse_vkey(vectors["witnessKey"].encode(), 4)
def note(size, root, origin=None, extensions="", extra=""):
    text = f"{origin or log.name}\n{size}\n{b64(root)}\n{extensions}"
    return (text + f"\n\u2014 {log.name} {b64(log.id + sign(vectors['logSeed'], text.encode()))}\n" + extra).encode()
SALT = bytes(32)
disclosed = lambda data: b"\1" + SALT + struct.pack(">Q", len(data)) + data
commit = lambda data: f"{len(data)} {'0' * 64} {sha(SALT + data).hex()}"
def leaf(position, kind="decision", content=b"{}", body=None, key="-", investigation="I", sequence=None, attempt="0", recorded="1"):
    return (f"inquest-leaf/1\nposition {position}\ninvestigation {investigation}\nsequence {position if sequence is None else sequence}\n"
            f"kind {kind}\nkey {key}\nattempt {attempt}\nrecorded {recorded}\ncontent {commit(content)}\n"
            f"body {'-' if body is None else commit(body)}\n").encode()
def own(leaves, parts, documents=(), **more):
    h = [sha(b"\0" + l) for l in leaves]
    return {"magic": v.MAGIC, "log": log.text.encode(), "witnesses": [], "note": note(len(h), root(h), **more), "documents": list(documents),
            "entries": [[l, path(i, h), *p] for i, (l, p) in enumerate(zip(leaves, parts))]}
def check(sound, what, *arguments, **more):
    global count
    count += 1
    expect(bool(sound), pack(own(*arguments, **more)), what)
count = 0
one = lambda sound, what, **more: check(sound, what, [leaf(0, **more)], [[disclosed(b"{}"), b"\0"]])
one(True, "one entry")
for key, sound in (("I r1 p 1.0", True), ("I r0 p\u2028\u00a0 0.0", True), ("I r01 p 1.0", False), ("I r p 1.0", False), ("I 1 p 1.0", False),
                   ("I r1 p 1", False), ("I r1 p 1.0.0", False), ("I r1 p 1.00", False), ("I r1 p", False), ("I r1 p 1.0 x", False), ("-  ", False),
                   ("I r1  1.0", False), ("I r1 p 1.0 ", False), ("", False), ("I r1 p 1.9223372036854775808", False), ("I r1 p\x85 1.0", False),
                   ("I r1 p 1.9223372036854775807", True), ("I r1 p \u0661.0", False), ("I r1 p\r 1.0", False)):
    one(sound, f"key {key!r}", key=key)
for number, sound in (("9223372036854775807", True), ("9223372036854775808", False), ("00", False), ("+1", False), ("-0", False), ("1_0", False),
                      ("\u0663", False), ("", False), (" 1", False), ("1" * 5000, False), ("1\u2028", False), ("1\r", False)):
    one(sound, f"recorded {number!r}", recorded=number)
    one(sound, f"attempt {number!r}", attempt=number)
one(False, "kind", kind="other"); one(False, "sequence above position", sequence=1); one(False, "investigation", investigation="I J")
one(True, "investigation", investigation="I\u202e\u2028"); one(False, "leaf too long", investigation="I" * 8192)
erase = lambda sound, text, kind="erased": check(sound, f"{kind} {text[:80]!r}", [leaf(0), leaf(1, kind, text)], [[b"\3" if sound == 3 else b"\2", b"\0"], [disclosed(text), b"\0"]])
item = lambda body: b'{"erased":[' + body + b"]}"
for text in (b'{"position":0,"parts":["content"]}', b'{"position":0,"parts":["content","body"],"x":NULL}'.replace(b"NULL", b"null"),
             b'{"position":-0,"parts":["content"]}', b'{"position":0,"parts":["content","content"]}'):
    erase(3, item(text))
erase(True, item(b"")); erase(True, item(b'{"position":0,"parts":["body"]}'))
for text in (b'{"position":1,"parts":["body"]}', b'{"position":0,"parts":[]}', b'{"position":0.0,"parts":["body"]}', b'{"position":0e0,"parts":["body"]}',
             b'{"position":false,"parts":["body"]}', b'{"position":"0","parts":["body"]}', b'{"position":-1,"parts":["body"]}', b'{"parts":["body"]}', b"0",
             b'{"position":0,"parts":"body"}', b'{"position":0,"parts":["Body"]}', b'{"position":0,"parts":[["body"]]}', b'{"position":0}', b"[]", b"null",
             b'{"position":' + b"9" * 5000 + b',"parts":["body"]}', b'{"position":00,"parts":["body"]}', b'{"position":0,"position":0,"parts":["body"]}',
             b'{"position":0,"parts":["content"]}'):
    erase(False, item(text))
for text in (b"", b"[]", b"1", b"{}", b'{"erased":{}}', b'{"erased":[],"erased":[]}', b'\xef\xbb\xbf{"erased":[]}', b'{"erased":[]}x', b'{"erased":[],"x":NaN}',
             b'{"erased":[],"x":"\xff"}', b'{"erased":[],"x":"\xed\xa0\x80"}', b'{"erased":[],"x":' + b"[" * 256 + b"]" * 256 + b"}", b"[" * 90000, b'{"erased":[],"x":"\n"}'):
    erase(False, text)
erase(True, b'{"erased":[],"x":' + b"[" * 255 + b"]" * 255 + b"}")
pad = lambda n: b'{"erased":[]' + b" " * (n - 13) + b"}"
erase(True, pad(4194304)); erase(False, pad(4194305))
erase(False, b'{"a":1,"\\u0061":1}', kind="documents"); erase(True, b"1", kind="documents"); erase(True, b"not JSON", kind="policy")
digest = sha(b"x").hex()
def files(sound, text, documents, what="documents"):
    check(sound, f"{what} {text[:80]!r} {documents}", [leaf(0, "documents", b"{}"), leaf(1, "documents", text)], [[b"\2", b"\0"], [disclosed(text), b"\0"]], documents)
names = lambda *n: json.dumps({"files": {i: digest for i in n}}).encode()
files(True, names("a", "b"), [(b"a", b"x"), (b"b", b"x")]); files(False, names("a"), [(b"a", b"y")]); files(False, names("a", "b"), [(b"a", b"x")])
files(True, names("B", "a"), [(b"B", b"x"), (b"a", b"x")]); files(False, names("B", "a"), [(b"a", b"x"), (b"B", b"x")])
files(False, names("a").replace(digest.encode(), digest.upper().encode()), [(b"a", b"x")]); files(True, names("a").replace(b'"a"', b'"\\u0061"'), [(b"a", b"x")])
for bad in ("", ".a", "a/b", "a b", "a\n", "\u00e4", "a" * 129, "a\x00"):
    files(False, names(bad), [(bad.encode(), b"x")])
files(True, names("a" * 128), [(b"a" * 128, b"x")]); files(True, names("-_.9Z"), [(b"-_.9Z", b"x")]); files(False, b'{"files":[]}', [(b"a", b"x")])
files(True, names(*map("{:03}".format, range(256))), [(b"%03d" % i, b"x") for i in range(256)])
files(False, names(*map("{:03}".format, range(257))), [(b"%03d" % i, b"x") for i in range(257)])
check(False, "documents without entry", [leaf(0)], [[disclosed(b"{}"), b"\0"]], [(b"a", b"x")])
check(False, "last documents withheld", [leaf(0, "documents", names("a")), leaf(1, "documents")], [[disclosed(names("a")), b"\0"], [b"\2", b"\0"]], [(b"a", b"x")])
check(False, "another length", [leaf(0).replace(b"content 2 ", b"content 3 ")], [[disclosed(b"{}"), b"\0"]])
plain_one = ([leaf(0)], [[b"\2", b"\0"]])
check(True, "extensions", *plain_one, extensions="".join(f"ext {i}\n" for i in range(16))); check(False, "17 extensions", *plain_one, extensions="x\n" * 17)
check(True, "long extension", *plain_one, extensions="x" * 1024 + "\n"); check(False, "long extension", *plain_one, extensions="x" * 1025 + "\n")
check(False, "empty extension", *plain_one, extensions="\n"); check(False, "origin", *plain_one, origin="other")
check(False, "line of no key", *plain_one, extra=f"\u2014 other {b64(bytes(68))}\n"); check(False, "CR", *plain_one, extensions="x\r\n")
check(True, "U+0085", *plain_one, extensions="x\u0085\u2028y\n")
pair = lambda sound, what, leaves, order=(0, 1): shuffled(sound, what, own(leaves, [[b"\2", b"\0"]] * len(leaves)), order)
def shuffled(sound, what, b, order):
    global count
    b["entries"] = [b["entries"][i] for i in order]
    expect(sound, pack(b), what); count += 1
pair(True, "ascending", [leaf(0), leaf(1, investigation="J", sequence=0), leaf(2, sequence=1)], (0, 2))
pair(False, "positions descending", [leaf(0), leaf(1, sequence=1), leaf(2, sequence=0)], (2, 1))
pair(False, "two investigations", [leaf(0), leaf(1, investigation="J")])
pair(False, "first sequence 1", [leaf(0), leaf(1)], (1,)); pair(False, "a hole", [leaf(0), leaf(1), leaf(2)], (0, 2)); pair(False, "no entries", [leaf(0)], ())
def witnessed(sound, what, names, keep=lambda items: items, at=1):
    global count
    seed, key = vectors["witnessSeed"], b"\4" + witness.public
    made = sorted((f"{n}+{sha(n.encode() + chr(10).encode() + key)[:4].hex()}+{b64(key)}", n) for n in names)
    b = own(*plain_one)
    text = b["note"].split(b"\n\n")[0] + b"\n"
    for vkey, n in keep(made):
        signature = sign(seed, b"cosignature/v1\ntime %d\n" % at + text)
        b["note"] += f"\u2014 {n} {b64(v.parse_vkey(vkey.encode(), 4).id + at.to_bytes(8, 'big') + signature)}\n".encode()
        b["witnesses"].append(vkey.encode())
    expect(sound, pack(b), what); count += 1
witnessed(True, "16 witnesses", [f"w{i}" for i in range(16)]); witnessed(False, "17 witnesses", [f"w{i}" for i in range(17)])
witnessed(False, "witnesses descending", ["a", "b"], lambda items: items[::-1]); witnessed(False, "a witness twice", ["a"], lambda items: items * 2)
witnessed(True, "time", ["a"], at=2**63 - 1); witnessed(False, "time", ["a"], at=2**63)
assert not plain((1 + 2**255 - 19).to_bytes(32, "little"), (1).to_bytes(32, "little") + bytes(32), b"x")  # the neutral point, misspelt
# checkpoints from elsewhere
good, base = pack(own(*plain_one)), root([sha(b"\0" + leaf(0))])
for sound, text in ((True, note(1, base)), (True, note(2, base)), (True, note(1, base, extra=f"\u2014 other {b64(bytes(68))}\n")), (False, note(1, bytes(32))),
                    (False, note(1, base, origin="other")), (False, note(1, base)[:-1]), (False, b""), (False, b"\xff" * 70000), (False, b"\n\n"),
                    (False, note(1, base).replace(log.name.encode() + b" ", b"other ")), (False, note(1, base, extra=f"\u2014 {log.name} {b64(log.id + bytes(64))}\n")),
                    (False, note(1, base, extra="\u2014 a+b AAAAAAA=\n")), (False, note(1, base, extra=f"\u2014 other {b64(bytes(4))}\n"))):
    expect(sound, good, f"known checkpoint {text[:60]!r}", note=text); count += 1
expect(True, good, "known key", known=[log]); expect(False, good, "known witness", known=[witness]); count += 2
# signatures: S + L is another spelling of S
data = bundles["minimal"]; b = unpack(data); raw = v.parse_checkpoint(b["note"]).signatures[0][1]
second = raw[:36] + (int.from_bytes(raw[36:], "little") + 2**252 + 27742317777372353535851937790883648493).to_bytes(32, "little")
b["note"] = b["note"].replace(b64(raw).encode(), b64(second).encode()); expect(False, pack(b), "S + L"); count += 1
print(f"{count} bundles of our own")

# noise
random.seed(1)
noise = 0
for round in range(6000):
    data = bytearray(bundles[random.choice(list(bundles))])
    for _ in range(random.randint(1, 6)):
        at, length = random.randrange(len(data)), random.choice((1, 2, 4, 8, 32, 200))
        data[at:at + random.choice((0, length))] = random.choice((random.randbytes(length), b"\xff" * length, bytes(length), bytes(data[:length])))
    for changed in (bytes(data), sealed(bytes(data))):
        if changed not in bundles.values():
            expect(False, changed, f"noise {round}"); noise += 1
print(f"{noise} bundles of noise; openssl was run {openssl_runs[0]} times")
print("\n".join(failures[:40]) or "all as expected")
sys.exit(bool(failures))
PYTHON
