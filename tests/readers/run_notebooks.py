"""Execute the notebooks of a folder against a published folder; nothing is written.

    pip install -r requirements-notebooks.txt
    python run_notebooks.py EXAMPLES OUTPUT

Prints a line for each notebook; exits with 1 if one fails, with what it says.
"""

import os
import sys
from pathlib import Path

import nbclient
import nbformat


def main():
    examples, output = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    os.environ["UNDERSIGNED_OUTPUT"] = str(output)
    os.environ["MPLBACKEND"] = "agg"
    failed = 0
    notebooks = sorted(examples.glob("*.ipynb"))
    for path in notebooks:
        notebook = nbformat.read(path, as_version=4)
        if any(cell.get("outputs") for cell in notebook.cells):
            print(f"FAILED {path.name}: it is kept with outputs")
            failed += 1
        try:
            nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
            print(f"{path.name} runs")
        except nbclient.exceptions.CellExecutionError as error:
            print(f"FAILED {path.name}: {error}")
            failed += 1
    return 1 if failed or not notebooks else 0


if __name__ == "__main__":
    sys.exit(main())
