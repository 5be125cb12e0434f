"""Cases that once made a difference, as files: what both sides are asked, and what was odd. No private key: what a handshake says beyond the
chain is not recorded."""

import json


def write(folder, seed, asked, marks):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{seed}-{asked['id']}.json"
    kept = {key: value for key, value in asked.items() if key != "key"}
    path.write_text(json.dumps({"odd": marks, "case": kept}, indent=1, ensure_ascii=False) + "\n")
    return path


def files(folder):
    return sorted(folder.glob("*.json"))


def read(path):
    return json.loads(path.read_text())["case"]
