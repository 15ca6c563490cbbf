"""Prepares `.venv` in the project's folder with exactly the locked packages; needs only Python and a network.

    python3 deploy/prepare.py          what running and testing need
    python3 deploy/prepare.py --run    only what running needs (a server)

Everything down to the version check is written so that old Pythons can read it and answer in a sentence.
"""
# ruff: noqa: UP009, UP010, UP024, UP031, UP032, UP036, E402, S404

import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "Rescue Desk needs Python 3.11 or newer; this is Python %d.%d. "
        "If a newer one is installed, name it: make PYTHON=python3.11 drill\n" % sys.version_info[:2]
    )
    sys.exit(2)

import contextlib
import hashlib
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "prepared"
LOCKS = {"run": ROOT / "requirements.txt", "test": ROOT / "requirements-test.txt"}
ARGUMENTS = {"": "test", "--test": "test", "--run": "run"}
NO_NETWORK = (
    "NewConnectionError",
    "Temporary failure in name resolution",
    "NameResolutionError",
    "ConnectTimeout",
    "ReadTimeout",
    "ProxyError",
)
WRONG_HASH = "DO NOT MATCH THE HASHES"


class NotPrepared(Exception):
    """Why it cannot be done, in one sentence for the person at the keyboard."""


def fingerprint(needs):
    """What `.venv` must have been made of: the lock, byte for byte, and this Python."""
    found = hashlib.sha256(LOCKS[needs].read_bytes())
    found.update(sys.version.encode())
    return "%s %s" % (needs, found.hexdigest())


def prepared(needs):
    """Whether `.venv` holds what is needed; the packages for tests include those for running."""
    try:
        stamp = STAMP.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return False
    return PYTHON.exists() and stamp in {fingerprint(needs), fingerprint("test")}


def make_venv():
    """A virtual environment of this Python; an older one of another Python, or a broken one, is replaced."""
    missing = [name for name in ("venv", "ensurepip") if find_spec(name) is None]
    if missing:
        raise NotPrepared(
            "This Python lacks its module %s; on Debian and Ubuntu install it with: apt-get install python3-venv"
            % " and ".join(missing)
        )
    if same_python():
        return
    command = [sys.executable, "-m", "venv"] + (["--clear"] if VENV.exists() else [])
    done = called(command + [str(VENV)])
    if done.returncode:
        raise NotPrepared("The virtual environment %s cannot be made: %s" % (VENV, last_line(done)))


def same_python():
    """Whether `.venv` runs, has pip, and is of the same Python as this one."""
    if not PYTHON.exists():
        return False
    try:
        done = called([str(PYTHON), "-c", "import pip, sys; print(sys.version)"])
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.strip() == sys.version


def install(needs):
    """Exactly the lock, with every file's hash checked."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--retries", "3", "--require-hashes", "-r", str(LOCKS[needs])]
    done = called(command)
    if done.returncode == 0:
        return
    said = done.stdout + done.stderr
    if WRONG_HASH in said:
        raise NotPrepared(
            "A downloaded package does not match its hash in %s; it was not installed." % LOCKS[needs].name
        )
    if any(sign in said for sign in NO_NETWORK):
        raise NotPrepared(
            "The packages cannot be downloaded: there is no network, or the package index does not answer."
        )
    raise NotPrepared("pip could not install %s: %s" % (LOCKS[needs].name, last_line(done)))


def called(command):
    """The ended process, with what it said; it is asked nothing and can ask nothing."""
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
    )


def last_line(done):
    """The last thing that it said."""
    lines = [line.strip() for line in (done.stdout + "\n" + done.stderr).splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"


def prepare(needs):
    """Bring `.venv` to the lock, if it is not there already."""
    if prepared(needs):
        return
    sys.stdout.write("Preparing .venv (once, and after every change of the lock; a minute or two) ...\n")
    sys.stdout.flush()
    with contextlib.suppress(FileNotFoundError):
        STAMP.unlink()
    make_venv()
    install(needs)
    STAMP.write_text(fingerprint(needs) + "\n", encoding="ascii")
    sys.stdout.write("Prepared.\n")


def main(arguments):
    """The exit code: 0 prepared, 2 refused with a sentence."""
    needs = ARGUMENTS.get(" ".join(arguments))
    if needs is None:
        sys.stderr.write("Write: python3 deploy/prepare.py [--run]\n")
        return 2
    try:
        os.chdir(str(ROOT))
        prepare(needs)
    except (NotPrepared, OSError) as reason:
        sys.stderr.write("%s\n" % reason)
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; the next run goes on from here.\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
