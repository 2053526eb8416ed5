// What is still missing on a page, said once on top and once beside the field.

/** [{id, text}] for each question of this page that must be answered and is not. */
export function faults(page) {
  return [...page.querySelectorAll("[data-ask]")]
    .filter((field) => isAsked(field) && !isAnswered(field))
    .map((field) => ({ id: field.id || field.querySelector("[id]").id, text: field.dataset.ask }));
}

/** A question behind an answer ("name=value") is asked only where that answer was given. */
function isAsked(field) {
  const [name, value] = (field.dataset.onlyIf ?? "").split("=");
  return !name || field.form.elements[name].value === value;
}

function isAnswered(field) {
  const words = field.querySelector("textarea");
  if (words) return words.value.trim() !== "";
  const mine = [...field.querySelectorAll("input:checked")].filter((input) => input.closest("[data-ask]") === field);
  const [chosen = null] = mine;
  const day = field.querySelector('input[type="date"]');
  return chosen !== null && (chosen.value !== "another" || !day || day.value !== "");
}

export function clearFaults(form, trouble, words) {
  trouble.replaceChildren();
  document.getElementById("error-summary")?.remove();
  form.querySelectorAll("[data-said]").forEach((line) => line.remove());
  form.querySelectorAll(".field--error").forEach((field) => field.classList.remove("field--error"));
  const start = `${words.error} `;
  if (document.title.startsWith(start)) document.title = document.title.slice(start.length);
}

/** The summary on top takes the focus; each line leads to its field. */
export function showFaults(found, { form, trouble, words, reveal }) {
  const box = make("div", { className: "error-summary stack", tabIndex: -1 });
  const list = make("ul");
  for (const { id, text } of found) {
    const link = make("a", { href: `#${id}`, textContent: text });
    link.addEventListener("click", (event) => follow(event, form, id, reveal));
    const line = make("li");
    line.append(link);
    list.append(line);
    mark(form, id, words.error, text);
  }
  const title = make("h2");
  title.append(shape(), ` ${words.putRight}`);
  box.append(title, list);
  trouble.replaceChildren(box);
  document.title = `${words.error} ${document.title}`;
  box.focus();
  box.scrollIntoView();
}

function follow(event, form, id, reveal) {
  event.preventDefault();
  reveal(id);
  const field = form.querySelector(`[id="${id}"]`);
  (field?.matches("input, textarea") ? field : field?.querySelector("input, textarea"))?.focus();
}

function mark(form, id, word, text) {
  const found = form.querySelector(`[id="${id}"]`);
  const field = found?.closest(".field") ?? found;
  if (!field || field.querySelector("[data-said]")) return;
  field.classList.add("field--error");
  const line = make("p", { className: "field-error" });
  line.append(shape(), make("span", { textContent: `${word} ${text}` }));
  line.dataset.said = "";
  const legend = field.querySelector(":scope > legend");
  legend ? legend.after(line) : field.prepend(line);
}

/** An error has its shape beside its word: the one that the page holds for an emergency. */
function shape() {
  return document.querySelector("[data-emergency] .icon").cloneNode(true);
}

function make(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}
