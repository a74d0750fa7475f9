#!/usr/bin/env python3
"""
Writes every file of golden data under tests/vectors, or compares them with what lies there:

    python3 tests/vectors/generate.py           # write
    python3 tests/vectors/generate.py --check   # exit status 1 and a line per file that differs
    python3 tests/vectors/generate.py --nets SEED COUNT FOLDER   # random whole networks of up to 300 channels, for streaming_test and tables_test

Needs Python 3.8 and nothing else. The same bytes come out on every machine. See README.md for the layout.
"""
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))

from cases import densities, frames, models, operators, refusals  # noqa: E402
from reference.container import vector_file  # noqa: E402
from reference.model_file import write_model  # noqa: E402


def all_files():
    files = {"operators.bin": vector_file(operators.all_cases()), "frame.bin": vector_file(frames.all_cases()),
             "density.bin": vector_file(densities.all_cases()), "refusals.bin": vector_file(refusals.all_cases())}
    return {**files, **models.all_files()}


def write_nets(seed, count, folder):
    for i in range(seed, seed + count):
        _, _, model = models.random_net(i)
        (Path(folder) / f"net{i}.ead").write_bytes(write_model(model))


def main():
    if len(sys.argv) == 5 and sys.argv[1] == "--nets":
        write_nets(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
        return
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit(__doc__)
    failed = 0
    for name, content in all_files().items():
        path = HERE / name
        if check:
            if not path.exists() or path.read_bytes() != content:
                print(f"{path}: differs from what generate.py makes; run it again and look at the change")
                failed += 1
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
            print(f"{path.relative_to(HERE)}: {len(content)} bytes")
    sys.exit(1 if failed else 0)


main()
