"""What stands inside opaque text: markup, links, names, languages, characters."""
