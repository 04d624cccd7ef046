import json
import os
import signal
import subprocess
import sys
import threading
import time


def throws():
    return {}["rows"]


def floods():
    block = b"flood " * 20000
    for _ in range(900):   # 100 MB
        os.write(1, block)
    return {"statusCode": 200, "body": "flooded"}


def forks():
    # Both come back; one answer is one too many.
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
    return {"statusCode": 200, "body": "parent" if pid else "child"}


def dies_in_a_thread():
    threading.Thread(target=lambda: (time.sleep(0.05), os._exit(7))).start()
    time.sleep(60)


def allocates():
    blocks = []
    while True:
        blocks.append(bytearray(8 * 1024 * 1024))
        time.sleep(0.005)


def leaves_child():
    subprocess.Popen(["sleep", "600"])
    os._exit(0)


def hangs():
    while True:
        pass


WAYS = {
    "ok": lambda: {"statusCode": 200, "body": "ok"},
    "throws": throws,
    "exits": lambda: sys.exit(3),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "aborts": os.abort,
    "diesInAThread": dies_in_a_thread,
    "threadThrows": lambda: (threading.Thread(target=throws).start(), time.sleep(0.1), {"statusCode": 200, "body": "alive"})[2],
    "hangs": hangs,
    "waits": lambda: time.sleep(60),
    "allocates": allocates,
    "floods": floods,
    "answers7MB": lambda: {"statusCode": 200, "body": "x" * (7 * 1024 * 1024)},
    "answersNothing": lambda: None,
    "answersText": lambda: "text",
    "answersSet": lambda: {1, 2},
    "forks": forks,
    "leavesChild": leaves_child,
}


def handler(event, context):
    return WAYS[json.loads(event["body"])["way"]]()
