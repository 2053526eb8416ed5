// One document, shown page by page: one decision a page, danger signs first, Back keeps answers.
import { Steps } from "./steps.js";
import { Alarm } from "./alarm.js";
import { Post } from "./post.js";
import { dayOf } from "./moment.js";
import { faults, clearFaults, showFaults } from "./faults.js";
// What those import: named here too, so that a slow line brings all of it in one go.
import "./api.js";
import "./courier.js";
import "./outbox.js";
import "./queue.js";

const form = document.querySelector("[data-check-in]");
const words = JSON.parse(document.getElementById("words").textContent);
const trouble = document.querySelector("[data-trouble]");
const emergency = document.querySelector("[data-emergency]");
const because = emergency.querySelector("[data-because]");
const which = form.querySelector("[data-which]"); // its ticks belong to the form wherever it stands
const post = new Post({ form });
const onSent = () => post.sent();
const alarm = new Alarm({ form, words, post, told: emergency.querySelector("[data-telling]"), status: emergency.querySelector("[data-emergency-status]"), onSent });
const steps = new Steps({ form, words, onShow: shown });
let coming = null; // the other parts, once they are asked for
let summarise = null;
let photos = null;
let sending = null;

form.elements.client_id.value = crypto.randomUUID(); // a page that the phone keeps is opened more than once
document.documentElement.classList.add("scripted");
form.querySelector("[data-without-script]").hidden = true;
form.querySelector(".more-questions").remove(); // Enter in a field would press its button
form.querySelectorAll(".advance").forEach((bar) => { bar.hidden = false; });
which.querySelector("[data-tell-which]").hidden = false;
steps.start(document.getElementById("error-summary"));
if (document.readyState === "complete") parts();
else addEventListener("load", () => parts(), { once: true });

/** What the danger signs do without: the questions, or null where they could not be loaded. */
function parts() {
  coming ??= import("./check-in-parts.js").then(begin, () => { coming = null; return null; });
  return coming;
}

function begin({ Begun, PhotoChoice, Questions, Sending, summarise: sum }) {
  summarise = sum;
  const questions = new Questions({ form, words, steps, onCome: () => {
    photos = form.querySelector("[data-capture]") ? new PhotoChoice(form, words, { onDone: afterLastPhoto }) : null;
    post.photos = photos;
    sending = new Sending({ form, words, photos, post, onFaults: tellFaults, onSent });
    bringUpToDate(steps.current);
  } });
  questions.load();
  new Begun({ form, words, post, questions, onMend: mend }).start();
  return questions;
}

form.addEventListener("change", async ({ target }) => {
  if (target.name === "tick" && target.checked) (await parts())?.ask([target.value]);
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("button, [data-change]");
  if (!button) return;
  const { answer, none, next, skipPhoto, change, send } = button.dataset;
  if (send !== undefined) return;
  event.preventDefault();
  if (answer) answerDanger(answer);
  else if (none) goOnWithout(none.split(" "));
  else if (skipPhoto !== undefined) { photos.clear(); steps.next(); }
  else if (next !== undefined) goOn();
  else if (change) steps.show(change);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  sending?.send();
});

emergency.addEventListener("click", (event) => {
  if (!event.target.closest("[data-tell-which]")) return;
  const signs = ticked(["sign"]);
  const told = `${words.youTold} ${signs.map(nameOf).join("; ")}.`;
  if (told === because.textContent) return; // a second tap says nothing new
  because.textContent = told;
  alarm.raise(signs);
});

emergency.querySelector("[data-more]").addEventListener("click", () => {
  showEmergency(false);
  steps.show("symptoms");
});

function answerDanger(answer) {
  form.elements.danger.value = answer;
  if (answer === "none") return steps.next();
  showEmergency(true);
  emergency.querySelector("[data-which-place]").append(which);
  emergency.querySelector("h2").focus();
  return alarm.raise();
}

/** On the emergency page nothing leads away. */
function showEmergency(isShown) {
  emergency.hidden = !isShown;
  form.hidden = isShown;
  document.querySelector(".flow-bar").hidden = isShown;
  document.querySelector("a.brand")?.toggleAttribute("inert", isShown);
}

/** A check-in that was refused comes back as it was, with what has to be put right. */
function mend({ errors, fields }) {
  sending.mends = true;
  sending.saidAt = Object.fromEntries(fields).reported_at;
  form.elements.client_id.value = Object.fromEntries(fields).client_id;
  if (errors.length) steps.show(steps.pageWith(`#${errors[0].field}`));
  tellFaults(errors.map(({ field, text }) => ({ id: field, text })));
}

/** True where the next page can be shown; a second tap while it is on its way is one tap. */
async function isNextHere() {
  const page = steps.current;
  const questions = await parts();
  const isHere = await questions?.ask(ticked(["tick"]).map((box) => box.value));
  if (page !== steps.current) return false;
  return isHere || !tellFaults([{ id: "tick", text: words.noQuestions }]);
}

async function goOn() {
  if (!(await isNextHere())) return true;
  const page = steps.current;
  const missing = page.dataset.page === "symptoms" && !ticked(["tick"]).length && !carriedOnly()
    ? [{ id: "tick", text: words.tickOrNone }]
    : [];
  return tellFaults([...faults(page), ...missing]) || steps.next();
}

function carriedOnly() {
  return form.querySelector(".carried") !== null;
}

function ticked(names) {
  return [...form.elements].filter((field) => names.includes(field.name) && field.checked);
}

function nameOf(box) {
  return box.closest("label").innerText.trim();
}

/** She may have gone on by herself while the photo was being looked at. */
function afterLastPhoto() {
  if (steps.current.dataset.page === "photo") steps.next();
}

/** "None" beside ticks is two answers: ask which is right, change nothing. */
async function goOnWithout(names) {
  if (!(await isNextHere())) return true;
  const still = ticked(names);
  const text = words.noneOrTicks.replace("%s", still.map(nameOf).join(", "));
  const both = still.length ? [{ id: still[0].closest("fieldset[id]").id, text }] : [];
  return tellFaults([...faults(steps.current), ...both]) || steps.next();
}

/** True where there was something to put right; the summary takes the focus. */
function tellFaults(found) {
  clearFaults(form, trouble, words);
  if (found.length) showFaults(found, { form, trouble, words, reveal: (id) => steps.reveal(id) });
  return found.length > 0;
}

function shown(page) {
  clearFaults(form, trouble, words);
  for (const day of page.querySelectorAll('input[type="date"]')) Object.assign(day, { min: form.dataset.firstDay, max: dayOf(new Date()) }); // the page may be an older one
  bringUpToDate(page);
}

/** What a page shows of the others; where its part is not there yet, once it is. */
function bringUpToDate({ dataset: { page } }) {
  if (page === "photo") photos?.refresh();
  else photos?.leave();
  if (page === "send") summarise?.(form, words);
}
