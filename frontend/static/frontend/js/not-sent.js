// The page that says "Not sent yet.": the same for everybody until her clinic and her day are put in.
import { dayOf } from "./moment.js";

const A_DAY = 24 * 60 * 60 * 1000;

/** form's data: her clinic's phone and emergency number, her procedure, the day of her treatment. */
export function make(unsent, form) {
  const { phone, number, procedure, firstDay } = form.dataset;
  const day = Math.round((Date.parse(dayOf(new Date())) - Date.parse(firstDay)) / A_DAY);
  putIn(unsent, { "{phone}": phone.replaceAll(" ", "\u00a0").replaceAll("-", "\u2011"), "{number}": number, "{day}": day });
  unsent.querySelector('a[href^="tel:"]').href = `tel:${phone.replace(/[^\d+]/g, "")}`;
  unsent.querySelector("[data-signs]").append(...[...form.querySelectorAll(".signs > li")].map((sign) => sign.cloneNode(true)));
  showUsual(unsent.querySelector("[data-usual]"), procedure, day);
}

function putIn(part, words) {
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const [place, word] of Object.entries(words)) texts.currentNode.data = texts.currentNode.data.replaceAll(place, word);
  }
}

function showUsual(usual, procedure, day) {
  for (const line of usual.querySelectorAll("[data-of]")) {
    const { of, from, to } = line.dataset;
    if (of !== procedure || day < Number(from) || day > Number(to)) line.remove();
  }
  usual.hidden = usual.querySelector("[data-of]") === null;
}
