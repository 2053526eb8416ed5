// Writing to the clinic: a message is sealed on this phone before it is sent, and waits where no line is.
import * as api from "./api.js";
import { Courier } from "./courier.js";
import { Outbox } from "./outbox.js";
import { keepPages, kept } from "./this-phone.js";

const form = document.querySelector("[data-compose]");
const waiting = document.querySelector("[data-waiting-messages]");
const { client_id: id, text, worried, treatment } = form.elements;
const shown = new Map(); // id -> words that waited on this page: once they arrive the thread is old
const { store, vault } = await kept;

if (vault) {
  const outbox = new Outbox({ store, vault });
  const courier = new Courier({ outbox, api });
  id.value = crypto.randomUUID(); // a page that the phone keeps is opened more than once
  form.addEventListener("submit", (event) => {
    if (!text.value.trim()) return; // the server says what is missing
    event.preventDefault();
    send({ outbox, courier });
  });
  courier.addEventListener("change", () => show({ outbox, courier }));
  await show({ outbox, courier });
  courier.keepTrying();
}

async function send({ outbox, courier }) {
  const fields = [["client_id", id.value], ["treatment", treatment.value], ["text", text.value], ...chosen(), ...(worried.checked ? [["worried", "1"]] : [])];
  const entry = { id: id.value, address: new URL(form.action).pathname, fields, isMessage: true, photos: [] };
  try {
    await outbox.put(entry);
  } catch {
    form.submit(); // no room on this phone: it goes as a plain form, and the page says what became of it
    return;
  }
  id.value = crypto.randomUUID();
  form.reset();
  await show({ outbox, courier });
  await courier.run();
}

/** What waits, under the thread; what has arrived since this page was asked for, it does not show yet. */
async function show({ outbox, courier }) {
  const mine = (await outbox.all().catch(() => [])).filter(({ id: one, isMessage }) => isMessage && !isInThread(one));
  const left = mine.filter(({ state }) => state !== "done");
  const arrived = mine.filter(({ id: one, state, at }) => state === "done" && (shown.has(one) || at > performance.timeOrigin));
  for (const entry of left) shown.set(entry.id, saidIn(entry));
  const told = [...arrived, ...left].filter((entry) => saidIn(entry));
  waiting.replaceChildren(...told.map((entry) => bubble(entry, { outbox, courier })));
  if (!arrived.length) return;
  await keepPages({ anew: true });
  if (!text.value.trim()) location.reload(); // else she is writing the next one
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

function bubble(entry, { outbox, courier }) {
  const item = document.querySelector("template[data-waiting-message]").content.cloneNode(true).firstElementChild;
  const part = (name) => item.querySelector(`[data-${name}]`);
  const isRefused = entry.state === "refused";
  const { failed, sent } = part("state").dataset;
  part("said").textContent = saidIn(entry);
  part("with").textContent = photosIn(entry);
  if (isRefused) part("state").textContent = `${failed} ${entry.errors?.[0]?.text ?? entry.detail ?? ""}`.trim();
  else if (entry.state === "done") part("state").textContent = sent;
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
