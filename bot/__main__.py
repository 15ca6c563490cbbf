"""`python -m bot …`: checks the Python version in words that every Python understands, then hands over."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an old Python must get a sentence, not a traceback
    sys.stderr.write("Rescue Desk needs Python 3.11 or newer; this is Python %d.%d.\n" % sys.version_info[:2])  # noqa: UP031
    sys.exit(2)


def main() -> None:
    """Run the command line; an error of our own ends with one line and exit code 1, without what anybody wrote."""
    from typer.main import get_command  # noqa: PLC0415

    from bot.commands import cli  # noqa: PLC0415 - only after the version is known to do
    from bot.inbox import told  # noqa: PLC0415

    def last_words(_kind: object, error: BaseException, _trace: object) -> None:
        sys.stderr.write(f"Rescue Desk stopped by an error of its own: {told(error)}\n")

    sys.excepthook = last_words
    # Calling `cli` itself would let typer put its own hook in place, which prints what the error says.
    get_command(cli)()


if __name__ == "__main__":
    main()
