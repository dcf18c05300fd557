"""HTTP by hand: what a well-behaved client library would not send."""

import socket


def connect(server, timeout=20):
    return socket.create_connection(("127.0.0.1", server.port), timeout=timeout)


def head(server, method, path, *lines):
    """The request line and headers, with the server's token."""
    fields = ["Host: localhost", f"Authorization: Bearer {server.token}", "Content-Type: application/json", *lines]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *fields, "", ""]).encode()


def read_answer(connection, *, has_body=True):
    """(status, headers with lower-case names, body) of the next answer; what follows stays unread."""
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(1)
        assert more, "the server closed the connection before it answered"
        received += more
    status, *lines = received.decode("latin-1").split("\r\n")[:-2]
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    body = b""
    wanted = int(headers.get("content-length", 0)) if has_body else 0
    while len(body) < wanted:
        body += connection.recv(wanted - len(body))
    return int(status.split()[1]), headers, body


def ask(server, method, path, *lines, body=b""):
    with connect(server) as connection:
        connection.sendall(head(server, method, path, "Connection: close", *lines) + body)
        return read_answer(connection, has_body=method != "HEAD")
