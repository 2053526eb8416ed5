"""The demo's story: invented people, drawn faces, and a month of recovery through the services."""
