"""Pages for people: rendered on the server, whole without JavaScript, Thai first."""
