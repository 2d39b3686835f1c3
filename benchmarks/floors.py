"""The floors: bare Flask views of constants, one of one UPDATE and commit, and a guarded save."""

import os
from pathlib import Path

from flask import Flask, render_template_string, request
from sqlalchemy import create_engine, event, text

from benchmarks import guarded

ROWS = 50
COLUMNS = 8
TABLE = (
    "<!doctype html><title>floor</title><table>{% for row in rows %}<tr>"
    "{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
)
# The rows of a checklist, drawn as plainly as may be: the same elements, from constants.
CHECKLIST = """<!doctype html><title>floor</title><ol>{% for row in rows %}
<li id="row-{{ row.number }}" class="is-{{ row.result }}" data-version="{{ row.version }}">
<form method="post" action="{{ place }}{{ row.number }}">
<input type="hidden" name="csrf_token" value="{{ token }}">
<input type="hidden" name="slip" value="{{ token }}">
<input type="hidden" name="row" value="{{ row.number }}">
<input type="hidden" name="version" value="{{ row.version }}">
<p>{{ row.number }}</p><div><h3 id="ask-{{ row.number }}">{{ row.question }}</h3>
<p>{{ row.about }}{% if row.note %}<span>メモあり</span>{% endif %}<span>証拠 {{ row.files }}</span>
<span>{{ row.said }}</span></p><p>よい証拠：{{ row.good }}</p></div>
<fieldset aria-labelledby="ask-{{ row.number }}">{% for value, mark, word in results %}
<label><input type="radio" name="result" value="{{ value }}"{% if value == row.result %} checked
{%- endif %}><b aria-hidden="true">{{ mark }}</b>{{ word }}</label>{% endfor %}</fieldset>
<label><span>メモ</span><textarea name="note" rows="1">{{ row.note }}</textarea></label>
<p><button>保存する<span>項目{{ row.number }}</span></button>
<a href="{{ place }}{{ row.number }}">くわしく<span>項目{{ row.number }}</span></a>
<a href="{{ place }}{{ row.number }}/finding">この行から所見を記録する
<span>項目{{ row.number }}</span></a></p></form></li>{% endfor %}</ol>"""
RESULTS = (
    ("conforms", "○", "適合"),
    ("nonconforming", "×", "不適合"),
    ("observation", "△", "観察事項"),
    ("good_practice", "◎", "良好な点"),
    ("not_applicable", "－", "該当なし"),
    ("not_sampled", "－", "抽出せず"),
)


def create_app() -> Flask:
    """An app with both floors, over a database file of its own with our habits."""
    folder = Path(os.environ["PMS_BENCH_FLOOR"])
    app = Flask("floor")
    rows = [_row(number) for number in range(1, 301)]
    tables = {(ROWS, COLUMNS): _cells(ROWS, COLUMNS)}
    engine = create_engine(f"sqlite:///{folder / 'floor.sqlite3'}")

    @event.listens_for(engine, "connect")
    def habits(connection: object, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS thing"))
        connection.execute(text("CREATE TABLE thing (id INTEGER PRIMARY KEY, state TEXT)"))
        connection.execute(text("INSERT INTO thing VALUES (1, 'open')"))

    @app.get("/table")
    def table() -> str:
        """50 rows of 8 cells, or as many as are asked for."""
        size = int(request.args.get("rows", ROWS)), int(request.args.get("columns", COLUMNS))
        if size not in tables:
            tables[size] = _cells(*size)
        return render_template_string(TABLE, rows=tables[size])

    @app.get("/checklist")
    def checklist() -> str:
        place, token = "/check/audits/AU-2026-001/checklist/", "x" * 91
        drawn = {"rows": rows, "results": RESULTS, "place": place, "token": token}
        return render_template_string(CHECKLIST, **drawn)

    @app.post("/save")
    def save() -> str:
        with engine.begin() as connection:
            connection.execute(text("UPDATE thing SET state = 'done' WHERE id = 1"))
        return "saved"

    guarded.add_to(app, engine).exempt(save)
    return app


def _cells(rows: int, columns: int) -> list[list[str]]:
    return [[f"セル {row} {column}" for column in range(columns)] for row in range(rows)]


def _row(number: int) -> dict[str, object]:
    answered = number % 2 == 0
    return {
        "number": number,
        "version": 2 if answered else 1,
        "result": "conforms" if answered else "not_yet",
        "question": f"保管期限を過ぎた書類が、棚{number}に残っていないか。",
        "about": "文書・現場　J.9.2　3つ以上を見る",
        "good": "日付の入った廃棄の記録",
        "note": "台帳と照らし合わせた。" if answered else "",
        "said": "伊藤 大輔 10:42" if answered else "",
        "files": 6,
    }
