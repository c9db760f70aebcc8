"""What an exporter is, and how one is run."""
