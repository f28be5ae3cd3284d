"""Run a command in a network of its own, which has nothing in it but this computer: `unshare --net -- offline.py COMMAND`.

A new network begins with its loopback switched off; databases and servers of the tests need it.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys

SIOCSIFFLAGS = 0x8914
UP_AND_RUNNING = 0x1 | 0x40

if __name__ == "__main__":
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh", b"lo", UP_AND_RUNNING))
    os.execvp(sys.argv[1], sys.argv[1:])  # the command is the caller's own
