"use strict";
// Chosen sessions are kept on this device, and play without a network. `sw.js` answers from the same cache.

const KEPT = `audiocoach kept ${absolute("./")}`;

class Keeping {
  constructor() {
    this.isPossible = "serviceWorker" in navigator && "caches" in window && IS_SERVED;
    this.urls = new Set();
  }

  /** Registers the service worker and learns what is kept. */
  async start() {
    if (!this.isPossible) return;
    try {
      await navigator.serviceWorker.register("sw.js");
      const kept = await (await caches.open(KEPT)).keys();
      this.urls = new Set(kept.map((request) => request.url));
    } catch {
      this.isPossible = false; // forbidden here, for instance in a private window
    }
  }

  has(session) {
    return this.urls.has(absolute(session.media));
  }

  /** Keeps a session's sound, its cover and its week; `progress` is called with parts of 1. Throws if that cannot be. */
  async keep(session, progress) {
    const cache = await caches.open(KEPT);
    navigator.storage?.persist?.();
    const small = [BOOK.weeks[session.week].src, session.cover].filter(Boolean);
    await Promise.all(small.map((src) => cache.add(src)));
    const url = absolute(session.media);
    const response = await fetch(url);
    if (response.status !== 200) throw new Error(`${response.status}`);
    const parts = [];
    let size = 0;
    for (const reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      size += value.length;
      progress(Math.min(size / session.bytes, 1));
    }
    if (size !== session.bytes) throw new Error(`${size} bytes`);
    // With the server's own ETag and date: a player that has begun goes on only where they are the same.
    const headers = new Headers({ "Content-Type": "audio/mpeg", "Content-Length": size, "Accept-Ranges": "bytes" });
    for (const name of ["ETag", "Last-Modified"]) {
      if (response.headers.has(name)) headers.set(name, response.headers.get(name));
    }
    await cache.put(url, new Response(new Blob(parts, { type: "audio/mpeg" }), { headers }));
    this.urls.add(url);
    await this.#forgetOlder(cache, session);
  }

  async remove(session) {
    const cache = await caches.open(KEPT);
    const url = absolute(session.media);
    await cache.delete(url);
    if (session.cover) await cache.delete(absolute(session.cover));
    this.urls.delete(url);
  }

  /** Whether what is kept of this session is from before it was built anew. */
  isOutdated(session) {
    return !this.has(session) && [...this.urls].some((url) => isVersionOf(url, session));
  }

  async #forgetOlder(cache, session) {
    for (const url of [...this.urls].filter((other) => isVersionOf(other, session))) {
      await cache.delete(url);
      this.urls.delete(url);
    }
  }
}

/** Whether `url` is the same session's sound with other content: its name, and another hash before the ending. */
function isVersionOf(url, session) {
  const own = absolute(session.media);
  const stem = (name) => name.replace(/\.[0-9a-f]{8}\.mp3$/, "");
  return url !== own && stem(own) !== own && stem(url) === stem(own);
}
