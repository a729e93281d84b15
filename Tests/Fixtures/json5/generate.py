"""Makes texts.json, the fixture of the JSON5 parser's test: random texts, sound and broken, and what two independent
readers make of them.

    pip install json5==0.17.3 pyjson5==2.0.1
    python generate.py

Each entry has a `text` and a `value`: null where both readers refuse the text, otherwise the value in the notation of
`described`. A text of which the two think differently is nobody's authority and left out.
"""

import json
import pathlib
import random
import struct

import json5
import pyjson5

COUNT = 1200
SCALARS = """1 -2.5 +3 .5 5. 0x1F -0XaB 1e3 2E-2 0 -0 true false null Infinity -Infinity 18446744073709551615 'b' "c" 'é😀'
'\\x41\\u00e9' "\\ud83d\\ude00" '\\q' '"' "\\0" "it's" """.split() + ["'\\\n'"]
KEYS = """a 'b' "c" $_é _1 \\u0061b '\\n' null""".split()
BLANKS = ["", "", "", " ", "\n", "\r\n", "\t", "\u00a0", "\u2028", "// x\n", "/* y */"]
MISTAKES = """{ } [ ] : , 1 a 'b' @ - . 0x 01 1.2.3 1e tru '\\1' '\\xg0' /* / "open""".split() + ["'\n'"]


def described(value):
    """Unambiguous and the same in every language: numbers as the bits of a double, members by key, the last of equal
    keys."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return struct.pack(">d", value).hex()
    if isinstance(value, str):
        value = value.encode("utf-16", "surrogatepass").decode("utf-16")  # json5 leaves halves of pairs apart
        return "'" + " ".join(f"{ord(character):x}" for character in value) + "'"
    if isinstance(value, list):
        return "[" + ",".join(map(described, value)) + "]"
    return "{" + ",".join(sorted(described(key) + ":" + described(node) for key, node in value.items())) + "}"


def read(reader, text):
    try:
        return described(reader(text))
    except Exception:  # each reader has errors of its own; all mean that the text is refused
        return None


def tree(source, depth):
    """The pieces of a value."""
    kind = source.randrange(4) if depth < 3 else 3
    if kind > 1:
        return [source.choice(SCALARS)]
    parts = []
    for _ in range(source.randrange(4)):
        parts += ([source.choice(KEYS), ":"] if kind == 0 else []) + tree(source, depth + 1) + [","]
    if parts and source.random() < 0.5:
        parts.pop()
    return ["{", *parts, "}"] if kind == 0 else ["[", *parts, "]"]


def draw(source):
    """A sound text, or one with a piece too many, another one, or one too few."""
    parts = tree(source, 0)
    place, mistake = source.randrange(len(parts)), source.choice(MISTAKES)
    change = source.randrange(6)
    if change == 0:
        parts.insert(place, mistake)
    elif change == 1:
        parts[place] = mistake
    elif change == 2:
        parts.pop(place)
    return "".join(part + source.choice(BLANKS) for part in ["", *parts])


def main():
    source = random.Random(5)
    entries, doubtful = {}, 0
    while len(entries) < COUNT:
        text = draw(source)
        values = {read(json5.loads, text), read(pyjson5.decode, text)}
        if len(values) > 1:
            doubtful += 1
        else:
            entries[text] = values.pop()
    with open(pathlib.Path(__file__).parent / "texts.json", "w", newline="") as file:
        rows = (json.dumps({"text": text, "value": value}) for text, value in entries.items())
        file.write("[\n" + ",\n".join(rows) + "\n]\n")
    accepted = sum(value is not None for value in entries.values())
    print(f"{COUNT} texts, of which {accepted} are JSON5; {doubtful} left out")


main()
