"""A published folder, or one MP3, served over HTTP to whoever may ask: this computer, or the network around it.

What is served is a table of paths, and a request names one of them or gets nothing: no path is ever put together from
what a client sends.
"""
