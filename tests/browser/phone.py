"""A phone on which the service worker runs, and what is kept on it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser.taps import Taps, heading

CACHED = """async () => {
  const names = await caches.keys();
  const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return all.flat().map((entry) => new URL(entry.url).pathname);
}"""
DATABASES = "async () => (await indexedDB.databases()).map(({ name }) => name)"
# Reads a drawer of the phone's database and never makes one: an aborted upgrade leaves nothing.
SHELF = """async ([name, what]) => {
  const asked = indexedDB.open("fadewell");
  asked.onupgradeneeded = () => asked.transaction.abort();
  const db = await new Promise((done) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = asked.onblocked = () => done(null);
  });
  if (db === null) return [];
  db.onversionchange = () => db.close();
  const read = db.transaction(name).objectStore(name)[what]();
  const found = await new Promise((done) => { read.onsuccess = () => done(read.result); });
  db.close();
  return found.map((record) => {
    if (!record.sealed) return record;
    const { sealed, ...open } = record;
    return JSON.stringify(open) + " " + new TextDecoder().decode(sealed.data);
  });
}"""
# Asks the worker to fetch the pages that it keeps; resolves when the last of them has come.
KEEP_ANEW = """async () => {
  const worker = (await navigator.serviceWorker.ready).active;
  const owner = document.querySelector('meta[name="person"]').content;
  const at = async () => {
    const asked = indexedDB.open("fadewell");
    const db = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
    const read = db.transaction("pages").objectStore("pages").getAll();
    const pages = await new Promise((done) => { read.onsuccess = () => done(read.result); });
    db.close();
    return Math.min(...pages.map((page) => page.at));
  };
  const before = Date.now();
  worker.postMessage({ keep: owner, anew: true });
  while ((await at()) < before) await new Promise((done) => setTimeout(done, 50));
}"""
# Whether the key of her vault can be read out.
UNREADABLE = """async () => {
  const asked = indexedDB.open("fadewell");
  const db = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const read = db.transaction("keys").objectStore("keys").getAll();
  const [{ key }] = await new Promise((done) => { read.onsuccess = () => done(read.result); });
  db.close();
  const refused = await crypto.subtle.exportKey("raw", key).catch((error) => error.name);
  return [key.extractable, refused];
}"""
# What opens a sealed thing as what it is, as another thing, as another person's.
IN_ANOTHERS_PLACE = """async () => {
  const { Vault } = await import("/static/frontend/js/vault.js");
  const cipher = { name: "AES-GCM", length: 256 };
  const key = await crypto.subtle.generateKey(cipher, false, ["encrypt", "decrypt"]);
  const [hers, his] = [new Vault("ana", key), new Vault("ben", key)];
  const sealed = await hers.sealThing("words", "a draft");
  const tried = (vault, about) => vault.openThing(sealed, about).catch((error) => error.name);
  return [await tried(hers, "a draft"), await tried(hers, "a page"), await tried(his, "a draft")];
}"""
PATIENCE = 20_000  # milliseconds for what has to come: a busy machine is no fault of ours
PHOTO_PATIENCE = 30_000  # a picture is decoded slowly there
KEPT = {"/kept", "/check-in", "/aftercare", "/help", "/settings", "/offline"} | {
    "/messages",
    "/history",
    "/history?view=chart",
}


def ready(page: Page) -> Page:
    """One visit: until the worker has kept what a check-in needs."""
    page.goto("/")
    for _try in range(200):
        with suppress(Error):  # Today is loaded anew once what waited is sent
            is_led = page.evaluate("navigator.serviceWorker.controller !== null")
            if is_led and set(page.evaluate(SHELF, ["pages", "getAllKeys"])) >= KEPT:
                return page
        page.wait_for_timeout(100)
    raise AssertionError(f"kept: {kept_on(page.context, page)}")


def quiet_day(page: Page, photo: Any = None, *, opened: bool = False) -> Taps:
    """Through a check-in without symptoms, up to the page that sends it."""
    taps = Taps(page)
    if not opened:
        page.locator("[data-start]").click()
    taps.tap("button", "None of these")
    taps.tap("button", "No new symptoms")
    taps.tap("button", "Nothing to add")
    if photo:
        page.locator("#photo").set_input_files(photo)
        expect(page.locator("[data-chosen-photos] [data-name]")).to_have_count(1)
        taps.tap("button", "Continue")
    else:
        taps.tap("button", "Skip photo today")
    heading(page, "Check and send")
    return taps


def send(page: Page) -> None:
    Taps(page).tap("button", "Send to my clinic")


def kept_on(context: BrowserContext, page: Page) -> dict[str, Any]:
    """What a next user of this phone could find."""
    return {
        "caches": page.evaluate(CACHED),
        "databases": page.evaluate(DATABASES),
        "cookies": [cookie["name"] for cookie in context.cookies()],
        "local": page.evaluate("Object.keys(localStorage)"),
        "workers": page.evaluate(
            "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
        ),
    }


def with_patience(page: Page, is_so: Callable[[], bool]) -> None:
    for _look in range(PATIENCE // 50):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come about")
