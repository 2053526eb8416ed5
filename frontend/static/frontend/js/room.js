// Whether this phone can keep a check-in: asked before she types, not after.
const NEEDED = 20 * 1024 * 1024; // eight photos of at most 1.5 MB, sealed, and what the browser adds
const PROBE = { path: "probe", owner: "", sealed: new Uint8Array(64 * 1024) };

export async function hasRoom(store, storage = navigator.storage) {
  if (!store.isLasting) return false;
  storage?.persist?.().catch(() => undefined); // so that the browser does not clear it by itself
  try {
    const { quota = Infinity, usage = 0 } = (await storage?.estimate?.()) ?? {};
    await store.write([["pages", "put", PROBE]]);
    await store.write([["pages", "delete", PROBE.path]]);
    return quota - usage >= NEEDED;
  } catch {
    return false;
  }
}
