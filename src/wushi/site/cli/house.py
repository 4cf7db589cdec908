"""Commands of the house: init, run, clock, key."""

from __future__ import annotations

import hashlib
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import click
from django.conf import settings
from django.core.management import call_command

from wushi.domain.policy import Policy
from wushi.site import demonstration_centre, walked
from wushi.site.cli import say
from wushi.steps import circle
from wushi.steps import policy as policies
from wushi.steps.evaluate import figures
from wushi.steps.learn import simulate_readings
from wushi.store.accounts.models import ApiKey
from wushi.store.ledger.models import Matter

_DEMONSTRATION_DAYS = 365
_SEED = 7  # of what is generated for it


def _prepare() -> None:
    """Tables, catalogues of the languages, registers: quick when nothing has changed."""
    from wushi.site import catalogues

    catalogues.compile_all()
    call_command("migrate", verbosity=0, interactive=False)
    policies.install(datetime.now(UTC))


@click.command()
@click.option(
    "--demo/--no-demo", default=False, help="make an account for each kind of post, with a password of its own"
)
def init(demo: bool) -> None:
    """Make the database and load the pack."""
    _prepare()
    policy = policies.current()
    say(
        f"{policy.name}: {len(policy.tree.units)} units, {len(policy.subjects)} subjects, {len(policy.limits)} time limits"
    )
    if demo:
        from wushi.site import demonstration

        demonstration.accounts(policy)


def _readings(policy: Policy, first: int) -> None:
    """The hours of monitors of the demonstration year and the one before it: a year of the air is a calendar year."""
    now = datetime.now(UTC)
    for year in range(first, now.year + 1):
        until = simulate_readings.until_now(year, now)
        new = simulate_readings.run(policy, year, until, watch_days=3 if year == now.year else 0)
        say(f"{year}: {new:,} 个监测小时值 / values of monitors")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@click.command()
@click.option("--demo/--no-demo", default=True, help="with a simulated year and demonstration accounts (default)")
@click.option("--scale", default=0.1, show_default=True, help="size of the simulated year; 1 is 230,000 demands")
@click.option("--workers", default=2, show_default=True, help="web processes")
def run(demo: bool, scale: float, workers: int) -> None:
    """Start web and clock on loopback; the first start also makes the demonstration year."""
    port = settings.WUSHI_PORT
    if not _free(port):
        raise click.ClickException(
            f"port {port} is taken. Stop what runs there, or choose another one: WUSHI_PORT={port + 1} make run"
        )
    began = time.monotonic()
    _prepare()
    policy = policies.current()
    if demo and not Matter.objects.exists():
        say("第一次启动：正在模拟一年的演示数据 / first start: simulating a year of demonstration data")
        since = datetime.now(UTC).date() - timedelta(days=_DEMONSTRATION_DAYS)
        command = [sys.executable, "-m", "wushi", "simulate", "--from", since.isoformat(), "--to", "today"]
        for track in ("hotline", "application", "dispute", "petition"):
            subprocess.run([*command, "--scale", str(scale), "--seed", "7", "--track", track], check=True)
        demonstration_centre.fill(policy, datetime.now(UTC))
        _readings(policy, since.year)
        homes = walked.homes(policy, _SEED)
        circle.measure(
            walked.streets(homes, _SEED), homes, walked.facilities(policy, homes, _SEED), policy, datetime.now(UTC)
        )
    figures.refresh(policy, datetime.now(UTC))
    signed = []
    if demo:
        from wushi.site import demonstration

        signed = demonstration.accounts(policy)
    server = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "wushi.site.wsgi:application", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "4", "--log-level", "warning", "--no-ws",
    ]  # fmt: skip
    children = [
        subprocess.Popen(server, start_new_session=True),
        subprocess.Popen([sys.executable, "-m", "wushi", "clock"], start_new_session=True),
    ]
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    try:
        _wait_for(port, children[0])
        _greet(port, signed, time.monotonic() - began)
        while not stopping.wait(0.5):
            for child in children:
                if child.poll() is not None:
                    which = "the web server" if child is children[0] else "the clock"
                    raise click.ClickException(
                        f"{which} ended with status {child.returncode}; its message stands above"
                    )
    finally:
        for child in children:
            if child.poll() is None:
                child.terminate()
        for child in children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
        say("已停止，数据都在 / stopped; the data are kept")


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise click.ClickException("the web server did not start; its message stands above")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise click.ClickException("the web server did not answer within 30 s")


def _greet(port: int, signed: list[tuple[str, str, str]], seconds: float) -> None:
    base = f"http://127.0.0.1:{port}"
    say("")
    say(f"五事在运行（{seconds:.0f} 秒） / wushi is running")
    say(f"  居民 residents     {base}/")
    say(f"  工作 staff         {base}/sign-in/")
    say(f"  答卷 answer sheet  {base}/answer-sheet/")
    say(f"  接口 API           {base}/api/openapi.json")
    if signed:
        say("  演示账号 demonstration sign-ins (name, password, post):")
        for name, password, post in signed:
            say(f"    {name:<20} {password:<12} {post}")
    say(f"  数据 data          {settings.WUSHI_HOME}")
    say("  停止 stop          Ctrl-C")


@click.command()
def clock() -> None:
    """Turn the clocks until stopped."""
    from wushi.clock import indexer, linker, publisher, worker

    policy, stop = policies.current(), threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    beside = [
        threading.Thread(target=indexer.run, args=(stop,), name="indexer"),
        threading.Thread(target=linker.run, args=(policy, stop), name="linker"),
        threading.Thread(target=publisher.run, args=(policy, stop), name="publisher"),
    ]
    for one in beside:
        one.start()
    try:
        worker.run(policy, stop)
    finally:
        stop.set()
        for one in beside:
            one.join(30)


@click.command()
@click.argument("name")
@click.option("--channel", default="import", help="channel of the pack as which it comes in")
@click.option("--post", default="", help="post of the pack with whose rights it reads and moves")
@click.option("--per-minute", default=600, show_default=True, help="requests a minute")
@click.option("--withdraw", is_flag=True, help="make the key invalid")
def key(name: str, channel: str, post: str, per_minute: int, withdraw: bool) -> None:
    """Make an API key for a channel, shown once; or withdraw it."""
    if withdraw:
        if not ApiKey.objects.filter(name=name).update(active=False):
            raise click.ClickException(f"there is no key {name}")
        say(f"the key {name} is withdrawn")
        return
    policy = policies.current()
    if channel not in policy.channels:
        raise click.ClickException(f"{channel} is no channel of the pack; one of {', '.join(policy.channels)}")
    if post:
        policy.post(post)
    if ApiKey.objects.filter(name=name).exists():
        raise click.ClickException(f"there is a key {name} already; withdraw it or choose another name")
    made = f"wushi_{secrets.token_urlsafe(24)}"
    digest = hashlib.sha256(made.encode()).hexdigest()
    ApiKey.objects.create(name=name, digest=digest, channel=channel, post=post, per_minute=per_minute)
    click.echo(made)
    say("keep it: only its digest is stored")
