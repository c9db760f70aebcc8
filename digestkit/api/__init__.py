"""The library: what the command does, as functions, which `digestkit` itself names.

Problems of content are diagnostics, passed to `report` as they are noticed; whatever is raised is a
`DigestkitError`.
"""
