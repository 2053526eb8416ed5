{% load static %}
// Without a connection: the look, the scripts, a page of nobody's; and hers, which are kept sealed.
import { fromPhone, keepPages, keptFor } from "{% static 'frontend/js/kept-pages.js' %}";
import { noticeOf, openPage } from "{% static 'frontend/js/push-shown.js' %}";
import { told } from "{% static 'frontend/js/push-told.js' %}";

const VERSION = "{{ version }}";
const NAME = `fadewell-${VERSION}`;
const FILES = [{% for address in files %}"{{ address }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PAGES = [{% for address in pages %}"{{ address }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const STANDS_IN = { {% for address, other in stands_in.items %}"{{ address }}": "{{ other }}"{% endfor %} };
const QUESTIONS = "{% url 'questions' %}"; // of the check-in: nobody's too, named after their content
const NOBODYS = "{% url 'offline' %}";
const HASHED = /\.[0-9a-f]{12}\.\w+$/; // such a file never changes under its name
const PATIENCE = 6_000; // a line that does not answer is no line: only where a page is kept
const SETTINGS = "{% url 'settings' %}";
const SAVING_PATIENCE = 20_000; // a change has arrived or not: longer than for what is only read
const HISTORY = "{% url 'history' %}";
const HELP = "{% url 'help' %}";
const HELP_PATIENCE = 600; // it is there within a second, whatever the line does
const OPENS = { today: "{% url 'today' %}", check_in: "{% url 'check-in' %}", messages: "{% url 'messages' %}" }; // the pages that a notice may open
const ICON = "{% static 'frontend/icons/app-192.png' %}";
const AWAY = new Set([502, 503, 504]);
let keeping = Promise.resolve();

self.addEventListener("install", (event) => event.waitUntil(keepFiles().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", (event) => {
  const { keep: owner, anew } = event.data ?? {};
  if (owner) event.waitUntil(keep(owner, anew));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && request.mode === "navigate" && pathname === SETTINGS) event.respondWith(changed(request));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") shown(event, request, pathname);
  else if (FILES.includes(pathname)) event.respondWith(file(request));
  else if (pathname === QUESTIONS) event.respondWith(keptFirst(request));
});

self.addEventListener("push", (event) => event.waitUntil(showNotice(event.data)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(OPENS[event.notification.tag] ?? OPENS.today, self.clients));
});
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(subscribeAnew(event).catch(() => undefined)));

function showNotice(data) {
  const { title, options } = noticeOf(data, { pages: OPENS, icon: ICON });
  return self.registration.showNotification(title, options);
}

/** The browser has ended a subscription by itself: the new one is told as hers whose phone this is. */
async function subscribeAnew({ oldSubscription, newSubscription }) {
  const { pushManager } = self.registration;
  const made = newSubscription ?? (oldSubscription && (await pushManager.subscribe(oldSubscription.options)));
  if (made) await told(made, await keptFor(), pushManager);
}

async function keepFiles() {
  const cache = await caches.open(NAME);
  await cache.addAll(FILES.map((address) => new Request(address, { cache: HASHED.test(address) ? "default" : "no-cache" })));
  await cache.add(new Request(NOBODYS, { cache: "no-cache", credentials: "omit" }));
}

/** Nothing that asks the network: until this is done every page waits, help too. Her pages ask to be kept anew. */
async function takeOver() {
  await self.clients.claim();
  if ((await keptFor()) === null) await dropOldFiles();
}

/** One after the other: two pages may ask at once. Files of the version before go once no kept page needs them. */
function keep(owner, anew = false) {
  keeping = keeping.then(async () => (await keepPages(PAGES, { ...keepingFor(owner), anew })) && dropOldFiles()).catch(() => undefined);
  return keeping;
}

function keepingFor(owner) {
  return { owner, version: VERSION, beside: NAME, numbers: NOBODYS };
}

/** Older ones only (they come in the order in which they were made): a later version may be filling its own. */
async function dropOldFiles() {
  const names = await caches.keys();
  await Promise.all(names.slice(0, Math.max(names.indexOf(NAME), 0)).map((name) => caches.delete(name)));
}

async function keptFirst(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function file(request) {
  const isSettled = HASHED.test(new URL(request.url).pathname);
  if (isSettled) return keptFirst(request);
  return fetch(request).catch(async () => (await caches.match(request)) ?? Response.error());
}

/** What is kept in place of this address; of her history each view is a page of its own. */
function keptAs(pathname, search) {
  return STANDS_IN[pathname] ?? (pathname === HISTORY ? pathname + search : pathname);
}

/** A kept page that the server leads away from: her session may have been ended from another device. */
function shown(event, request, pathname) {
  const answered = page(request, pathname);
  event.respondWith(answered);
  const path = keptAs(pathname, new URL(request.url).search);
  if (PAGES.includes(path)) event.waitUntil(answered.then(({ type }) => type === "opaqueredirect" && lookAgain(path), () => undefined));
}

async function lookAgain(path) {
  const owner = await keptFor();
  if (owner) keeping = keeping.then(() => keepPages([path], { ...keepingFor(owner), anew: true })).catch(() => undefined);
  return keeping;
}

async function page(request, pathname) {
  const path = keptAs(pathname, new URL(request.url).search);
  const network = fetch(request);
  const inTime = PAGES.includes(path) ? Promise.race([network, later(path === HELP ? HELP_PATIENCE : PATIENCE)]) : network;
  const answer = await inTime.catch(() => null);
  if (answer !== null && !AWAY.has(answer.status)) return answer;
  const kept = await fromPhone(path).catch(() => null);
  if (kept !== null) return kept;
  const late = answer ?? (await network.catch(() => null));
  return late ?? (await fromPhone(NOBODYS).catch(() => null)) ?? (await caches.match(NOBODYS)) ?? Response.error();
}

/** Where no answer came to a change in Settings, she reads that it may not be saved, and what is known. */
async function changed(request) {
  const network = fetch(request);
  const answer = await Promise.race([network, later(SAVING_PATIENCE)]).catch(() => null);
  if (answer !== null && !AWAY.has(answer.status)) return answer;
  const kept = await fromPhone(SETTINGS, { mark: "unsaved" }).catch(() => null);
  return kept ?? answer ?? network;
}

function later(milliseconds) {
  return new Promise((resolve) => setTimeout(() => resolve(null), milliseconds));
}
