"""The server of the demonstration: this machine alone, nothing but what belongs to it, under strict headers."""

import http.client
import socket
import threading

import pytest

from doseline.errors import UserError
from doseline.operations.serving import make_server
from doseline.reporting import Page, Words, render


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "demo"
    (root / "plan").mkdir(parents=True)
    words = Words(skip="s", contents="c", mark="a", mark_meaning="m")
    page = Page(language="en", title="T", kicker="k", subtitle="s", opening=(), sections=(), closing="c", words=words)
    (root / "index.html").write_text(render(page))
    (root / "plan" / "vials.csv").write_text("vial_id\n=1+1\n")
    (root / "plan" / "key.pem").write_text("secret")
    (root / ".hidden.html").write_text("secret")
    (tmp_path / "outside.html").write_text("secret")
    (root / "plan" / "link.html").symlink_to(tmp_path / "outside.html")
    return root


@pytest.fixture
def ask(folder):
    with make_server(folder, 0) as server:
        assert server.server_address[0] == "127.0.0.1"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()

        def asked(path, method="GET", **headers):
            connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            body = answer.read().decode()
            connection.close()
            return answer, body

        yield asked
        server.shutdown()
        thread.join()


def test_a_page_comes_with_its_own_policy_and_strict_headers(ask, folder):
    answer, body = ask("/")
    assert answer.status == 200
    assert body == (folder / "index.html").read_text()
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert policy.endswith("frame-ancestors 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Python" not in answer.headers["Server"]


def test_a_folder_lists_what_may_be_shown(ask):
    answer, body = ask("/plan/")
    assert answer.status == 200
    assert 'href="vials.csv"' in body
    assert "key.pem" not in body
    answer, _ = ask("/plan")
    assert (answer.status, answer.headers["Location"]) == (301, "/plan/")


def test_a_table_is_shown_as_text_under_a_policy_that_allows_nothing(ask):
    answer, body = ask("/plan/vials.csv")
    assert body.startswith("vial_id")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    "path",
    ["/plan/key.pem", "/.hidden.html", "/../outside.html", "/%2e%2e/outside.html", "/plan/..%2f..%2foutside.html",
     "/plan/link.html", "/nothing.html", "/plan\\..\\..\\outside.html", "/index.html%00.csv"],
)  # fmt: skip
def test_nothing_else_is_shown(ask, path):
    answer, body = ask(path)
    assert answer.status == 404
    assert "secret" not in body


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""])
def test_a_name_from_elsewhere_that_leads_here_is_refused(ask, host):
    answer, body = ask("/", Host=host)
    assert answer.status == 421
    assert "Doseline" not in body


def test_nothing_can_be_written(ask):
    for method in ("POST", "PUT", "DELETE"):
        assert ask("/", method)[0].status == 501
    answer, body = ask("/", "HEAD")
    assert (answer.status, body) == (200, "")
    assert int(answer.headers["Content-Length"]) > 0


def test_a_port_that_is_taken_is_said_and_the_usual_one_is_not_insisted_on(folder, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"port {port} cannot be had"):
            make_server(folder, port)
        monkeypatch.setattr("doseline.operations.serving.DEFAULT_PORT", port)
        with make_server(folder, None) as server:
            assert server.server_port not in (0, port)
