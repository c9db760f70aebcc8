"""`digestkit.inline` of contract version 1: now `digestkit.text.inline`."""

from digestkit.text.inline import Kind, Token, clean, html, link_target, plain, summary_html, tokens

__all__ = ["Kind", "Token", "clean", "html", "link_target", "plain", "summary_html", "tokens"]
