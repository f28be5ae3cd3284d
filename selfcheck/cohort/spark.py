"""A table of answers in Parquet, counted by Spark: on this machine, or on a cluster.

Spark alone is enough: it reads the SQL of `sql` as it stands, once it is told that double quotes hold names. What it
has to say meanwhile is for those who run clusters, so it says it to nobody.
"""

from __future__ import annotations

import atexit
import os
import shutil
import time
from functools import cache
from typing import TYPE_CHECKING
from typing import Any

from py4j.protocol import Py4JError
from pyspark import SparkConf
from pyspark import SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from selfcheck.cohort.table import require_ours
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from py4j.java_gateway import JavaGateway

PORT = "7077"

#: How long a master may take to answer, and a cluster to find a worker that is free, in seconds.
ANSWER, WORKER = 10, 60

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.variable.substitute": "false",  # ${…} in a name is a part of that name
}

#: On this machine nobody else may join in, and there is not much to share out.
SETTINGS_HERE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
}


@cache
def open_spark(master: str | None) -> Spark:
    """The session with a master, or on this machine; it stays open. Raises SelfcheckError where it cannot be begun."""
    if SparkContext._active_spark_context is not None:
        raise SelfcheckError(
            say("Only one Spark cluster can count for a report."),
            say("name an earlier cohort that the same one can read, or a packed file"),
            code=Exit.USAGE,
        )
    return Spark(master)


class Spark:
    """A session with one master, None is this machine."""

    def __init__(self, master: str | None) -> None:
        """Begin it. Raises SelfcheckError where there is no Java, or no such master."""
        conf = SparkConf().setAppName("selfcheck").setMaster(f"spark://{master}" if master else "local[*]")
        conf.setAll([*SETTINGS.items(), *(() if master else SETTINGS_HERE.items())])
        gateway = _start_java(conf)
        if master:
            _require_master(gateway, master)
        try:
            context = SparkContext(conf=conf, gateway=gateway)
            atexit.register(context.stop)
            self._session = SparkSession(context)
        except (PySparkException, Py4JError) as error:
            raise _silent(master or "local") from error
        if master:
            _require_worker(context, master)

    def add(self, name: str, path: str) -> None:
        """A table of what is in a Parquet file, or a folder of them. Raises SelfcheckError where it is none of ours."""
        try:
            frame = self._session.read.parquet(path)
        except (PySparkException, Py4JError) as error:
            raise SelfcheckError(
                say("Spark finds no Parquet file {path}.", path=path),
                say("name a place that the machines that count can read: spark://HOST:7077/PATH"),
                code=Exit.FILES,
            ) from error
        require_ours(frame.columns, path)
        frame.createOrReplaceTempView(name)

    def query(self, text: str) -> list[tuple[Any, ...]]:
        """The rows that a query gives. Raises SelfcheckError where it cannot be answered."""
        try:
            found = self._session.sql(text.replace("\\", "\\\\"))  # a backslash would change what follows it
            return [tuple(row) for row in found.collect()]
        except (PySparkException, Py4JError) as error:
            lines = str(error).strip().split("\n")
            raise SelfcheckError(
                say("Spark cannot count it: {reason}", reason=lines[0]),
                say("make the file anew with: selfcheck cohort pack FOLDER -o answers.parquet"),
                code=Exit.FILES,
            ) from error


def _start_java(conf: SparkConf) -> JavaGateway:
    """The Java that Spark runs in; it writes nothing on the screen."""
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise _no_java()
    nowhere = os.open(os.devnull, os.O_RDWR)
    try:
        return launch_gateway(conf, {"stdout": nowhere, "stderr": nowhere})
    except (PySparkException, OSError) as error:
        raise _no_java() from error
    finally:
        os.close(nowhere)


def _no_java() -> SelfcheckError:
    return SelfcheckError(
        say("Spark does not start: it needs Java, version 17 or newer."),
        say("install it, or let JAVA_HOME name the folder that it is in"),
        code=Exit.USAGE,
    )


def _require_master(gateway: JavaGateway, master: str) -> None:
    """Raises SelfcheckError where nobody answers: Spark itself would try for a minute, and say nothing."""
    jvm = gateway.jvm
    for each in master.split(","):
        host, _, port = each.partition(":")
        socket = jvm.java.net.Socket()
        try:
            socket.connect(jvm.java.net.InetSocketAddress(host, int(port or PORT)), ANSWER * 1000)
        except (Py4JError, ValueError):
            continue
        finally:
            socket.close()
        return
    raise _silent(master)


def _require_worker(context: SparkContext, master: str) -> None:
    """Raises SelfcheckError where the cluster has nobody to count: a query would wait for ever."""
    started = time.monotonic()
    while context._jsc.sc().getExecutorMemoryStatus().size() < 2:  # the program itself is one
        if time.monotonic() - started > WORKER:
            raise SelfcheckError(
                say("The Spark cluster at {address} has no worker that is free.", address=master),
                say("ask whoever runs it, or try again later"),
                code=Exit.FILES,
            )
        time.sleep(0.2)


def _silent(master: str) -> SelfcheckError:
    return SelfcheckError(
        say("No Spark cluster answers at {address}.", address=master),
        say("look at the address, which is spark://HOST:7077/PATH; on this machine alone: spark://local/PATH"),
        code=Exit.FILES,
    )
