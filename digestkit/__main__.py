"""`python -m digestkit`."""

from digestkit.cli import main

if __name__ == "__main__":
    main(prog_name="digestkit")
