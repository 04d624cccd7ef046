# SPDX-FileCopyrightText: 2026 Greenroom contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one Lambda function: the Runtime API over one raw keep-alive socket, with the standard library alone.

`response` and the next `next` leave in one write. Usage: bootstrap.py SERVICE-HOSTS PACKAGE-FOLDERS, both lists
joined by the path separator; see wayback.py.
"""
import importlib
import json
import logging
import os
import socket
import sys
import time
import traceback

ROOT = os.environ["LAMBDA_TASK_ROOT"]
HOST, _, PORT = os.environ["AWS_LAMBDA_RUNTIME_API"].partition(":")
PREFIX = "/2018-06-01/runtime/"
NEXT = f"GET {PREFIX}invocation/next HTTP/1.1\r\nHost: {HOST}:{PORT}\r\n\r\n".encode()
OURS = (os.path.abspath(__file__), "<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>")
IMAGE_PACKAGES = ("boto3", "botocore", "s3transfer", "jmespath")

sys.path[0] = ROOT   # it was our own folder, which nobody's import shall find
sys.path += filter(os.path.isdir, (os.path.join(ROOT, name) for name in ("package", "python")))   # pip install -t
request_id = ""


# --- what the function prints ---

def write_line(level, text):
    sys.stdout.flush()
    data = f"\x01{level}\x01{json.dumps(text)}\n".encode()
    while data:
        data = data[os.write(1, data):]


class LambdaHandler(logging.Handler):
    """The root logger's handler. Projects look it up and give it a formatter of their own, as on Lambda."""

    LEVELS = {"WARNING": "WARN", "CRITICAL": "ERROR", "FATAL": "ERROR"}

    def emit(self, record):
        write_line(self.LEVELS.get(record.levelname, record.levelname), self.format(record).rstrip("\n"))


def with_request_id(record):
    record.aws_request_id = request_id
    return True


def set_up_output():
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True, write_through=True)
    sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True, write_through=True)
    logging.Formatter.converter = time.gmtime
    handler = LambdaHandler()
    handler.setFormatter(logging.Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n",
                                           "%Y-%m-%dT%H:%M:%S"))
    handler.addFilter(with_request_id)
    logging.getLogger().addHandler(handler)


# --- errors, as Lambda words them ---

class Fault(Exception):
    """An error of loading or answering that has a name of its own."""

    def __init__(self, kind, message, stack=()):
        super().__init__(message)
        self.kind = kind
        self.stack = list(stack)


def describe(error):
    if isinstance(error, Fault):
        return {"errorMessage": str(error), "errorType": error.kind, "requestId": request_id, "stackTrace": error.stack}
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename not in OURS]
    return {"errorMessage": str(error), "errorType": type(error).__name__, "requestId": request_id,
            "stackTrace": traceback.format_list(frames)}


def log_error(described):
    text = f"[ERROR] {described['errorType']}: {described['errorMessage']}"
    if described["stackTrace"]:
        text += "\nTraceback (most recent call last):\n" + "".join(described["stackTrace"]).rstrip("\n")
    write_line("ERROR", text)


# --- the handler ---

def hint_for(error):
    if (getattr(error, "name", None) or "").partition(".")[0] not in IMAGE_PACKAGES:
        return ""
    return " (Lambda’s own image brings it; here: greenroom runtimes add python-boto3, or install it)"


def load():
    wanted = os.environ["_HANDLER"]
    name, dot, function = wanted.rpartition(".")
    if not dot:
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{wanted}': not enough values to unpack (expected 2, got 1)")
    name = name.replace("/", ".")
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{name}': {error}{hint_for(error)}")
    except SyntaxError as error:
        place = f'  File "{error.filename}" Line {error.lineno}\n    {error.text}'
        raise Fault("Runtime.UserCodeSyntaxError", f"Syntax error in module '{name}': {error}", [place])
    handler = getattr(module, function, None)
    if not callable(handler):
        raise Fault("Runtime.HandlerNotFound", f"Handler '{function}' missing on module '{name}'")
    return handler


class Fields:
    """What a mobile SDK tells about itself; every name a caller may ask for is there."""

    def __init__(self, names, values):
        for name in names:
            setattr(self, name, (values or {}).get(name))


class Context:
    def __init__(self, headers):
        environment = os.environ.get
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = environment("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = environment("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = environment("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = environment("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = None
        self.client_context = self._client(headers.get("lambda-runtime-client-context"))
        self.identity = Fields(("cognito_identity_id", "cognito_identity_pool_id"), {})
        self._epoch_deadline_time_in_ms = int(headers["lambda-runtime-deadline-ms"])

    @staticmethod
    def _client(text):
        if not text:
            return None
        values = json.loads(text)
        client = Fields(("custom", "env", "client"), values)
        client.client = Fields(("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"),
                               values.get("client"))
        return client

    def get_remaining_time_in_millis(self):
        return max(0, self._epoch_deadline_time_in_ms - int(time.time() * 1000))

    def log(self, text):
        sys.stdout.write(str(text))


def to_json(value):
    from decimal import Decimal   # loaded by those alone who have one

    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


# --- the Runtime API ---

class Connection:
    def __init__(self):
        self.socket = socket.create_connection((HOST, int(PORT)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffered = b""

    def send(self, data):
        self.socket.sendall(data)

    def post(self, call, body, kind=None, and_next=b""):
        data = body.encode()
        error_type = f"Lambda-Runtime-Function-Error-Type: {kind}\r\n" if kind else ""
        self.send(f"POST {PREFIX}{call} HTTP/1.1\r\nHost: {HOST}:{PORT}\r\nContent-Type: application/json\r\n"
                  f"{error_type}Content-Length: {len(data)}\r\n\r\n".encode() + data + and_next)

    def more(self):
        data = self.socket.recv(262144)
        if not data:
            os._exit(0)   # the host is gone
        self.buffered += data

    def read(self):
        """One answer: its headers and its body."""
        while (end := self.buffered.find(b"\r\n\r\n")) < 0:
            self.more()
        lines = self.buffered[:end].decode("latin-1").split("\r\n")[1:]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        begin = end + 4
        end = begin + int(headers.get("content-length", 0))
        while len(self.buffered) < end:
            self.more()
        body, self.buffered = self.buffered[begin:end], self.buffered[end:]
        return headers, body


def work(connection, handler):
    global request_id
    me = os.getpid()
    connection.send(NEXT)
    while True:
        headers, body = connection.read()
        request_id = headers.get("lambda-runtime-aws-request-id", "")
        if not request_id:
            continue   # the answer to a POST
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("lambda-runtime-trace-id", "")
        try:
            result = handler(json.loads(body), Context(headers))
            try:
                answer = json.dumps(result, default=to_json)
            except Exception as error:
                raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from None
        except Exception as error:
            if os.getpid() != me:
                os._exit(1)
            described = describe(error)
            log_error(described)
            connection.post(f"invocation/{request_id}/error", json.dumps(described), described["errorType"], NEXT)
            continue
        if os.getpid() != me:
            os._exit(0)   # a child that was forked off and came back: the answer is its parent's
        sys.stdout.flush()
        connection.post(f"invocation/{request_id}/response", answer, None, NEXT)


def main():
    set_up_output()
    write_line("VERSION", "%d.%d.%d" % sys.version_info[:3])
    connection = Connection()
    os.chdir(ROOT)
    try:
        handler = load()
    except Exception as error:
        described = describe(error)
        log_error(described)
        connection.post("init/error", json.dumps(described), described["errorType"])
        connection.read()
        os._exit(1)
    work(connection, handler)


def set_up_wayback():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "wayback.py")
    with open(path, encoding="utf-8") as file:
        scope = {"__name__": "greenroom_wayback", "__file__": path}
        exec(compile(file.read(), path, "exec"), scope)
    hosts, packages = (part.split(os.pathsep) for part in (sys.argv[1], sys.argv[2]))
    scope["set_up"](hosts, packages)


set_up_wayback()
sys.argv = [""]
main()
