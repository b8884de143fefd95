"""What TinyDB over SQLite adds to TinyDB: durable rows, indexed look-ups, transactions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb import Query, where
from tinydb.table import Document

from cases.outgoing import Sending
from store.desk_store import TinyDeskStore
from store.sqlite import SqliteStorage
from store.tinydb_sqlite import SqliteTable, SqliteTinyDB
from tests.store.samples import NOON, a_case, a_handled_mail, an_outgoing_mail


@pytest.fixture
def db(tmp_path: Path) -> Iterator[SqliteTinyDB]:
    with SqliteTinyDB(tmp_path / "tiny.db") as made:
        yield made


def people(db: SqliteTinyDB) -> SqliteTable:
    table = db.table("people")
    assert isinstance(table, SqliteTable)
    return table


def test_documents_are_there_after_opening_again_by_tinydbs_own_queries(db: SqliteTinyDB, tmp_path: Path) -> None:
    db.table("people").insert_multiple([{"name": "李", "tags": {"a": 1}}, {"name": "Wang", "tags": {"a": 2}}])
    with SqliteTinyDB(tmp_path / "tiny.db") as again:
        assert again.table("people").search(Query().tags.a > 1) == [{"name": "Wang", "tags": {"a": 2}}]
        assert again.tables() == {"people"}


def test_a_change_deep_inside_a_document_is_stored(db: SqliteTinyDB) -> None:
    table = people(db)
    table.insert({"tags": {"a": [1]}})
    table.update(lambda document: document["tags"]["a"].append(2))
    assert table.all() == [{"tags": {"a": [1, 2]}}]


def test_documents_may_change_while_they_are_walked_through(db: SqliteTinyDB) -> None:
    table = people(db)
    table.insert_multiple({"n": n} for n in range(600))
    for document in table:
        table.insert({"n": document["n"]})
        table.update({"seen": True}, doc_ids=[document.doc_id])
    assert (len(table), table.count(where("seen") == True)) == (1200, 600)  # noqa: E712  # TinyDB's way


def test_negative_document_ids_are_walked_through_too(db: SqliteTinyDB) -> None:
    table = people(db)
    table.insert(Document({"n": 1}, -7))
    table.insert(Document({"n": 2}, 0))
    assert table.all() == [{"n": 1}, {"n": 2}]


def test_a_document_is_put_by_its_unique_field_and_keeps_its_id(db: SqliteTinyDB) -> None:
    table = people(db)
    table.index("name", unique=True)
    table.index("city")
    first, other = table.put({"name": "a", "city": "x"}, by="name"), table.put({"name": "b", "city": "x"}, by="name")
    assert table.put({"name": "a", "city": "y"}, by="name") == first != other
    assert table.select("city = ?", "x") == [{"name": "b", "city": "x"}]


def test_an_index_made_later_finds_what_was_there(db: SqliteTinyDB) -> None:
    table = people(db)
    table.insert_multiple([{"name": "a"}, {"other": 1}, {"name": None}])
    table.index("name")
    assert table.select("name = ?", "a") == [{"name": "a"}]


def test_operations_in_a_transaction_are_kept_together_or_not_at_all(db: SqliteTinyDB) -> None:
    table = people(db)
    table.insert({"name": "a"})
    with pytest.raises(ZeroDivisionError), db.storage.transaction():
        table.insert({"name": "b"})
        table.remove(where("name") == "a")
        db.table("new").insert({})
        assert table.search(where("name") == "a") == []
        raise ZeroDivisionError
    assert table.all() == table.search(where("name") == "a") == [{"name": "a"}]
    assert db.tables() == {"people"}


def test_an_operation_that_fails_inside_a_transaction_leaves_the_rest_of_it(db: SqliteTinyDB) -> None:
    table = people(db)
    with db.storage.transaction():
        table.insert({"name": "a"})
        with pytest.raises(TypeError):
            table.insert_multiple([{"name": "b"}, {"name": object()}])
    assert table.all() == [{"name": "a"}]


def test_what_another_program_wrote_is_seen_by_a_repeated_search(db: SqliteTinyDB, tmp_path: Path) -> None:
    query = where("name") == "a"
    table = people(db)
    assert table.search(query) == []
    with SqliteTinyDB(tmp_path / "tiny.db") as other:
        other.table("people").insert({"name": "a"})
    assert table.search(query) == [{"name": "a"}]


def test_text_that_is_no_text_is_stored_all_the_same(db: SqliteTinyDB) -> None:
    people(db).insert({"name": "a\udce4\0"})
    assert people(db).all() == [{"name": "a\udce4\0"}]


def test_a_storage_takes_and_gives_whole_tables_as_any_of_tinydb(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "tiny.db")
    assert storage.read() is None
    storage.write({"a": {"1": {"n": 1}}, "A": {"2": {"n": 2}}})
    found = storage.read() or {}
    assert {name: dict(rows) for name, rows in found.items()} == {"a": {"1": {"n": 1}}, "A": {"2": {"n": 2}}}
    storage.close()


def test_every_look_up_of_the_desk_uses_an_index(tmp_path: Path) -> None:
    store = TinyDeskStore(tmp_path)
    with store.transaction():
        store.put_case(a_case())
        store.put_handled(a_handled_mail())
        store.queue(an_outgoing_mail())
    asked: list[str] = []
    connection = store._storage._connection
    connection.set_trace_callback(asked.append)
    with store.transaction():
        store.case("K2026-00001")
        store.case_by_number("fq-1")
        store.cases_of("a")
        store.cases_with("problem_key", "a")
        store.cases_with("issue_key", "a")
        store.cases_due(NOON)
        list(store.cases(open_only=True))
        store.next_number("K2026")
        store.handled("content-one")
        store.handled_transport("desk/INBOX/1/one")
        store.case_of_message("<a>")
        store.set_aside()
        store.acknowledgements("a", NOON)
        store.queue(an_outgoing_mail())
        store.update_outgoing(an_outgoing_mail())
        store.outgoing("a")
        store.outgoing_by_message_id("<a>")
        store.outgoing_of("K2026-00001")
        store.outgoing_in(Sending.FAILED, Sending.UNKNOWN)
        store.to_send(NOON)
        store.recover(NOON)
        store.put_handled(a_handled_mail())
        store.put_case(a_case())
        store.finish_job("a")
        store.note("a")
    connection.set_trace_callback(None)
    queries = [sql for sql in asked if sql.startswith(("SELECT", "DELETE", "UPDATE"))]
    plans = [(sql, row[3]) for sql in queries for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert len(queries) > 20
    assert [(sql, plan) for sql, plan in plans if plan.startswith("SCAN")] == []
    store.close()
