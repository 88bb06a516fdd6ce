"use strict";
// The service worker: the page opens without a network, and sessions that were kept play. Above this stand `SHELL`, the
// files of the page, and `VERSION`, which changes with them.

const SCOPE = self.registration.scope;
const KEPT = `audiocoach kept ${SCOPE}`;
const SHELL_NAME = `audiocoach shell ${SCOPE} ${VERSION}`;
const INDEX = new URL("index.html", SCOPE).href;
const PATIENCE_MS = 4000; // a network that says nothing for so long is none

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(SCOPE)) event.respondWith(answer(event.request));
});

async function install() {
  const shell = await caches.open(SHELL_NAME);
  await Promise.all(SHELL.map(async (path) => {
    const response = await fetch(new URL(path, SCOPE), { cache: "reload" });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    // Anew, for a browser shows no page whose answer was redirected on its way.
    await shell.put(new URL(path, SCOPE), new Response(await response.blob(), { headers: response.headers }));
  }));
  await self.skipWaiting();
}

async function activate() {
  const older = (name) => name.startsWith(`audiocoach shell ${SCOPE} `) && name !== SHELL_NAME;
  await Promise.all((await caches.keys()).filter(older).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request) {
  const url = new URL(request.url);
  url.hash = "";
  if (request.mode === "navigate") return navigated(request, url);
  const kept = await caches.open(KEPT);
  const shell = await caches.open(SHELL_NAME);
  const found = (await kept.match(url)) ?? (await shell.match(url));
  if (found) return part(found, request.headers.get("range"));
  try {
    const response = await fetch(request);
    if (response.status === 200 && url.searchParams.has("v")) await shell.put(url, response.clone());
    return response;
  } catch (error) {
    // A week's file of another version is better than none.
    const other = url.searchParams.has("v") && (await caches.match(url, { ignoreSearch: true }));
    if (other) return other;
    throw error;
  }
}

/** The page itself: from the network, where there is one, for it may have changed. */
async function navigated(request, url) {
  const isIndex = [SCOPE, INDEX].includes(`${url.origin}${url.pathname}`);
  const index = isIndex ? await (await caches.open(SHELL_NAME)).match(INDEX) : undefined;
  if (!index) return fetch(request);
  const fresh = fetch(request).then((response) => (response.status < 500 ? response : index), () => index);
  return Promise.race([fresh, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, index))]);
}

/** What a `Range` header asks for of `size` bytes: first and last, null for the whole, undefined for what is not there. */
function rangeOf(header, size) {
  const found = /^bytes=(\d*)-(\d*)$/.exec((header ?? "").replace(/\s/g, ""));
  if (!found || (found[1] === "" && found[2] === "")) return null; // none, or several: the whole answers them too
  if (found[1] === "") return Number(found[2]) > 0 && size > 0 ? [Math.max(size - Number(found[2]), 0), size - 1] : undefined;
  const first = Number(found[1]);
  const last = found[2] === "" ? size - 1 : Math.min(Number(found[2]), size - 1);
  if (found[2] !== "" && Number(found[2]) < first) return null; // no range at all (RFC 9110, 14.1.1)
  return first < size ? [first, last] : undefined;
}

/** The part of a kept answer that is asked for. Safari asks for `bytes=0-1` first, and plays nothing without its 206. */
async function part(response, header) {
  if (!header) return response;
  const blob = await response.blob();
  const range = rangeOf(header, blob.size);
  const headers = new Headers(response.headers); // its type, and the ETag by which parts are known to belong together
  headers.set("Accept-Ranges", "bytes");
  headers.set("Content-Length", blob.size);
  if (range === null) return new Response(blob, { headers });
  if (range === undefined) {
    headers.set("Content-Range", `bytes */${blob.size}`);
    headers.delete("Content-Length");
    return new Response(null, { status: 416, statusText: "Range Not Satisfiable", headers });
  }
  const [first, last] = range;
  headers.set("Content-Range", `bytes ${first}-${last}/${blob.size}`);
  headers.set("Content-Length", last + 1 - first);
  return new Response(blob.slice(first, last + 1, blob.type), { status: 206, statusText: "Partial Content", headers });
}
