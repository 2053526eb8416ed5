// "Check and send": what will be sent, each line with a way back to it.
import { namedDay } from "./moment.js";

const PHOTO = "[data-chosen-photos] > :not([data-unreadable])"; // another one is not sent

export function summarise(form, words) {
  const list = form.querySelector("[data-summary]");
  const lines = [...form.querySelectorAll("[data-page]")].flatMap((page) => linesOf(page, form, words));
  list.replaceChildren(...lines.map((line) => row(line, words)));
  list.hidden = false;
}

function linesOf(page, form, words) {
  const name = page.dataset.page;
  if (page.dataset.asks && !form.querySelector(`[name="tick"][value="${name}"]:checked`)) return [];
  if (name === "send") return [];
  const title = name === "symptoms" ? words.symptoms : page.querySelector("h2").textContent;
  return [{ name, title, said: said(page, words), pictures: [...page.querySelectorAll(`${PHOTO} img`)] }];
}

function said(page, words) {
  const carried = [...page.querySelectorAll(".carried")].map(
    (row) => `${row.querySelector("legend").firstChild.textContent}: ${asked(row).join(", ").toLowerCase()}`,
  );
  const ticks = chosen(page.querySelector("#tick") ?? page);
  const photos = [...page.querySelectorAll(PHOTO)].map((item) => item.dataset.name);
  return [...carried, ...ticks, ...photos].join("; ") || words.nothing[page.dataset.page] || words.nothing.other;
}

/** What stands chosen in a row; strength and looks count only where the row is worse. */
function asked(row) {
  const isWorse = row.querySelector('input[value="worse"]').checked;
  return isWorse ? chosen(row) : chosen(row).slice(0, 1);
}

/** Ticks and choices, and what she wrote among them. */
function chosen(part) {
  return [...part.querySelectorAll("input:checked, textarea")].map((field) => (field.type === "textarea" ? field.value.trim() : answer(field))).filter(Boolean);
}

function answer(input) {
  return `${questionOf(input)} ${dayOf(input) || nameOf(input.closest("label"))}`.trim();
}

/** "Another day" is read as the day that she named. */
function dayOf(input) {
  const day = input.value === "another" ? input.closest("fieldset").querySelector('input[type="date"]')?.value : "";
  return day ? namedDay(day) : "";
}

/** What could be left out is read with its question: a bare "Yes" says nothing. */
function questionOf(input) {
  const asked = input.closest("fieldset");
  const isPlain = input.type !== "radio" || asked.dataset.ask || !asked.closest("[data-asks], .carried");
  return isPlain ? "" : asked.querySelector("legend").textContent.trim();
}

function nameOf(label) {
  const name = label.querySelector(".place__full, b") ?? label.querySelector("span");
  return [...name.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent).join("").trim();
}

function row({ name, title, said: text, pictures }, words) {
  const line = document.createElement("div");
  const link = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: words.change });
  link.dataset.change = name;
  const more = Object.assign(document.createElement("span"), { className: "hidden-text", textContent: `: ${title}` });
  link.append(more);
  const action = Object.assign(document.createElement("dd"), { className: "summary__do" });
  action.append(link);
  const told = Object.assign(document.createElement("dd"), { textContent: text });
  if (pictures.length) told.append(thumbs(pictures));
  line.append(Object.assign(document.createElement("dt"), { textContent: title }), told, action);
  return line;
}

/** What the photos show is in their names beside them. */
function thumbs(pictures) {
  const strip = Object.assign(document.createElement("div"), { className: "summary__photos" });
  strip.append(...pictures.map((picture) => Object.assign(picture.cloneNode(), { alt: "" })));
  return strip;
}
