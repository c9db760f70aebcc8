"""RSS and Atom, and what they share."""
