// Writing to the clinic: a message is sealed on this phone before it is sent, and waits where no line is.
import * as api from "./api.js";
import { Courier } from "./courier.js";
import { MessageDraft } from "./message-draft.js";
import { Outbox } from "./outbox.js";
import { hasRoom } from "./room.js";
import { openStore } from "./store.js";
import { keepPages, kept } from "./this-phone.js";

const SIGNED_OUT = new Set([401, 403]);
const form = document.querySelector("[data-compose]");
const waiting = document.querySelector("[data-waiting-messages]");
const { client_id: id, text, worried, treatment } = form.elements;
const noRoom = document.querySelector("[data-no-room]");
const signIn = document.querySelector("[data-waiting-sign-in]");
const A_MESSAGE = { needed: 1024 * 1024, probed: 64 * 1024 };
const posts = []; // where messages wait: on this phone, and where it can keep none, on this page
let isOnPage = false; // something waits that goes with this page
const shown = new Map(); // id -> words that waited on this page: once they arrive the thread is old
const { store, vault } = await kept;
const draft = vault && new MessageDraft({ store, vault, field: text });

if (vault) {
  begin(store);
  id.value = crypto.randomUUID(); // a page that the phone keeps is opened more than once
  form.addEventListener("submit", (event) => {
    if (!text.value.trim()) return; // the server says what is missing
    event.preventDefault();
    send();
  });
  addEventListener("beforeunload", (event) => isOnPage && event.preventDefault());
  await draft.start();
  await show();
} else {
  const { keepInForm } = await import("./unsealed.js");
  keepInForm(form, document.querySelector("[data-unsealed]"));
}
noRoom.hidden = vault !== null && (await hasRoom(store, A_MESSAGE));

function begin(kind) {
  const outbox = new Outbox({ store: kind, vault });
  const courier = new Courier({ outbox, api });
  courier.addEventListener("change", show);
  courier.keepTrying();
  posts.push({ outbox, courier });
  return posts.at(-1);
}

async function send() {
  await draft.rest();
  const fields = [["client_id", id.value], ["treatment", treatment.value], ["text", text.value], ...chosen(), ...(worried.checked ? [["worried", "1"]] : [])];
  const courier = await keep({ id: id.value, address: new URL(form.action).pathname, fields, isMessage: true, photos: [] });
  id.value = crypto.randomUUID();
  form.reset();
  draft.save();
  await show();
  await courier.run();
}

/** Who carries it: where the phone refuses it, her words wait on this page rather than be lost. */
async function keep(entry) {
  const [onPhone, onPage] = posts;
  const isKept = await onPhone.outbox.put(entry).then(() => true, () => false);
  if (isKept) return onPhone.courier;
  noRoom.hidden = false;
  const { outbox, courier } = onPage ?? begin(await openStore({ lasting: false }));
  await outbox.put(entry);
  return courier;
}

/** What waits, under the thread; what has arrived since this page was asked for, it does not show yet. */
async function show() {
  const all = await Promise.all(posts.map(async (post) => (await post.outbox.all().catch(() => [])).map((entry) => ({ entry, ...post }))));
  const mine = all.flat().filter(({ entry: { id: one, isMessage } }) => isMessage && !isInThread(one));
  const left = mine.filter(({ entry: { state } }) => state !== "done");
  const arrived = mine.filter(({ entry: { id: one, state, at } }) => state === "done" && (shown.has(one) || at > performance.timeOrigin));
  for (const { entry } of left) shown.set(entry.id, saidIn(entry));
  waiting.replaceChildren(...[...arrived, ...left].filter(({ entry }) => saidIn(entry)).map(bubble));
  isOnPage = left.some(({ outbox }) => !outbox.isLasting);
  signIn.hidden = !left.some(({ entry, courier }) => entry.state === "waiting" && SIGNED_OUT.has(courier.stoppedBy));
  signIn.querySelector("a").target = isOnPage ? "_blank" : ""; // this page has to stay
  if (!arrived.length) return;
  await keepPages({ anew: true });
  if (!text.value.trim() && !isOnPage) location.reload(); // else she is writing the next one
}

function isInThread(one) {
  return document.querySelector(`[data-written="${CSS.escape(one)}"]`) !== null;
}

/** Photos that the clinic has already: their ids go with the words, so nothing more has to leave the phone. */
function chosen() {
  return [...form.querySelectorAll("[name=photos]:checked")].map(({ name, value }) => [name, value]);
}

/** What is ticked in an entry, by the names that this page has for it. */
function photosIn({ fields = [] }) {
  const ids = fields.filter(([name]) => name === "photos").map(([, value]) => value);
  return ids.map((one) => form.querySelector(`[name=photos][value="${CSS.escape(one)}"]`)?.dataset.label).filter(Boolean).join(" · ");
}

function saidIn({ id: one, fields }) {
  return fields ? Object.fromEntries(fields).text : shown.get(one) ?? "";
}

function bubble({ entry, outbox, courier }) {
  const item = document.querySelector("template[data-waiting-message]").content.cloneNode(true).firstElementChild;
  const part = (name) => item.querySelector(`[data-${name}]`);
  const isRefused = entry.state === "refused";
  const { failed, sent, onPage } = part("state").dataset;
  part("said").textContent = saidIn(entry);
  part("with").textContent = photosIn(entry);
  if (isRefused) part("state").textContent = `${failed} ${entry.errors?.[0]?.text ?? entry.detail ?? ""}`.trim();
  else if (entry.state === "done") part("state").textContent = sent;
  else if (!outbox.isLasting) part("state").textContent = onPage;
  for (const [name, does] of [["again", () => again(entry, outbox)], ["delete", () => outbox.letGo(entry)]]) {
    part(name).hidden = !isRefused;
    part(name).addEventListener("click", async () => { await does(); await courier.run(); });
  }
  return item;
}

/** Under its number the clinic may have another message: then this one becomes one of its own. */
function again(entry, outbox) {
  return entry.status === 409 ? outbox.asNew(entry) : outbox.change({ ...entry, state: "waiting", status: undefined });
}
