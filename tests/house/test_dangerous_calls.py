"""Nothing in the app runs data as code, a template, a pickle or a command line."""

import ast
from collections.abc import Iterator

from pms_tracker import config

FORBIDDEN = {
    *("eval", "exec", "compile", "__import__"),
    *("pickle", "marshal", "shelve", "dill"),
    *("os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"),
    *("yaml.load", "yaml.load_all", "yaml.unsafe_load", "yaml.full_load"),
    *("render_template_string", "flask.render_template_string"),
}


def dangerous(tree: ast.AST) -> Iterator[str]:
    """Each call or import by which data could become code, as it is written."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            names = [name, name.partition(".")[0] if "." in name else ""]
            if any(each.arg == "shell" for each in node.keywords):
                yield f"{name}(shell=...)"
            if name.endswith(".from_string"):
                yield name
        elif isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(each.name for each in node.names)]
        yield from (each for each in names if each in FORBIDDEN)


def test_nothing_that_runs_data_as_code_is_called() -> None:
    for path in sorted(config.PACKAGE.rglob("*.py")):
        found = list(dangerous(ast.parse(path.read_text(encoding="utf-8"))))
        assert found == [], path


def test_what_would_be_dangerous_is_found() -> None:
    for line in (
        "eval(typed)",
        "import pickle",
        "from os import system\nos.system(typed)",
        "subprocess.run(typed, shell=True)",
        "yaml.load(typed)",
        "environment.from_string(typed)",
    ):
        assert list(dangerous(ast.parse(line))), line
