"""The desk and the upload: what happens in the browser, and the commands that put it on a page."""
