"""The cover: its title in real letters, and a picture of the period."""
