// Pages of hers for the moment without a connection, sealed; run by the service worker.
import { openStore } from "./store.js";
import { Vault } from "./vault.js";

const FRESH_FOR = 60 * 60 * 1000;
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000; // as long as a session lasts
const PATIENCE = 20_000;
const QUESTIONS = /data-questions="([^"]+)"/; // nobody's, so they lie beside the scripts
const HEADERS = ["Content-Type", "Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "Cross-Origin-Opener-Policy"];

/** Whose pages are kept here; null where none are. */
export async function keptFor() {
  const store = await openStore({ create: false });
  const [page] = store ? await store.all("pages") : [];
  return page?.owner ?? null;
}

/**
 * Fetch and seal each page that is missing, older than an hour or of another version. Resolves to
 * whether all of them are of this version now. Where her session has run out only `numbers` stays,
 * the page with whom to call; where somebody else is signed in, none.
 * beside: the cache of the app's files, for what a page needs and is no page of hers.
 */
export async function keepPages(paths, { owner, version, beside, numbers, anew = false, now = Date.now() }) {
  const store = await openStore({ create: false });
  const vault = store && (await Vault.open(store, owner, { make: false }));
  if (!vault) return false;
  for (const path of paths) {
    const known = await store.read("pages", path);
    const isFresh = known?.owner === owner && known.version === version && Math.abs(now - known.at) < FRESH_FOR;
    if (isFresh && !anew) continue;
    const page = await fetchedFor(path, owner);
    if (page === "not hers") return forget(store, { version, spared: (await isNobodyElses(owner)) ? numbers : null });
    if (page === null) return false;
    await keepQuestions(page.html.match(QUESTIONS)?.[1], beside);
    const sealed = await vault.sealThing(page, `page ${path}`);
    await store.write([["pages", "put", { path, owner, version, at: now, sealed }]]);
  }
  return true;
}

/** The kept page as an answer, or null; it bears a mark, so that it is never read as the latest. */
export async function fromPhone(path, { mark = "kept", now = Date.now() } = {}) {
  const store = await openStore({ create: false });
  const known = await store?.read("pages", path);
  if (!known || now - known.at > KEPT_FOR) return null;
  const vault = await Vault.open(store, known.owner, { make: false });
  if (!vault) return null;
  const { html, headers } = await vault.openThing(known.sealed, `page ${path}`);
  return new Response(html.replace("<html", `<html data-from-phone="${mark}"`), { headers: { ...headers, "Cache-Control": "no-store" } });
}

async function fetchedFor(path, owner) {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(path, { credentials: "same-origin", redirect: "manual", cache: "no-store", signal }).catch(() => null);
  if (answer?.type === "opaqueredirect" || answer?.status === 403) return "not hers";
  if (!answer?.ok) return null;
  const html = await answer.text();
  if (!html.includes(`name="person" content="${owner}"`)) return "not hers";
  return { html, headers: Object.fromEntries(HEADERS.filter((name) => answer.headers.has(name)).map((name) => [name, answer.headers.get(name)])) };
}

/** Before the page that asks for them: it is not kept where they cannot be. */
async function keepQuestions(address, beside) {
  if (!address) return;
  const cache = await caches.open(beside);
  if (!(await cache.match(address, { ignoreVary: true }))) await cache.add(address);
  const { href, pathname } = new URL(address, location.href);
  const old = (await cache.keys()).filter(({ url }) => url !== href && new URL(url).pathname === pathname);
  await Promise.all(old.map((request) => cache.delete(request)));
}

/** She was signed out by the clinic, not by herself: that would have destroyed all of it. */
async function isNobodyElses(owner) {
  const answer = await fetch("/session", { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  return answer?.status === 401 || (answer?.ok && (await answer.json()).person === owner);
}

async function forget(store, { version, spared }) {
  const pages = await store.all("pages");
  const gone = pages.filter(({ path }) => path !== spared);
  if (gone.length) await store.write(gone.map(({ path }) => ["pages", "delete", path]));
  return pages.every((page) => gone.includes(page) || page.version === version);
}
