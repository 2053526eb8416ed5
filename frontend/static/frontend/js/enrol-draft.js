// What and where of an enrolment, kept for this tab: of nobody, so a lost page costs no map (docs/adr/101).
const KEY = "enrol-draft";
const HOURS = 12;
const TEXTS = ["product", "lot", "lot_expires_on", "dilution"];

/** Enrolled: there is nothing to come back to. */
export function forget() {
  sessionStorage.removeItem(KEY);
}

/**
 * Keep the form's what and where as they are filled in. What this person left before is offered and
 * never put in by itself: it may have been meant for somebody else.
 */
export function keepDraft(form, offer, person) {
  const kept = read(person, form);
  if (kept && !isBegun(form)) show(form, offer, kept);
  const save = () => {
    if (!isBegun(form)) return;
    offer.hidden = true;
    sessionStorage.setItem(KEY, JSON.stringify({ person, clinic: form.elements.clinic.value, at: Date.now(), ...taken(form) }));
  };
  for (const act of ["input", "change"]) form.addEventListener(act, save);
}

function read(person, form) {
  const kept = JSON.parse(sessionStorage.getItem(KEY));
  const isHers = kept?.person === person && Date.now() - kept.at < HOURS * 3_600_000;
  if (kept && !isHers) forget();
  return isHers && kept.clinic === form.elements.clinic.value ? kept : null;
}

const chosen = (form) => [...form.querySelectorAll("[name=site]:checked")].map((box) => box.value);

function isBegun(form) {
  return form.elements.product.value !== "" || chosen(form).length > 0;
}

function taken(form) {
  const amountOf = (place) => form.elements[`amount.${place}`]?.value ?? "";
  return {
    texts: TEXTS.map((name) => [name, form.elements[name].value]),
    sites: chosen(form).map((place) => [place, amountOf(place)]),
  };
}

function show(form, offer, kept) {
  offer.querySelector("[data-kept-at]").textContent = new Date(kept.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  offer.hidden = false;
  offer.addEventListener("click", (event) => {
    const answer = event.target.closest("[data-kept]")?.dataset.kept;
    if (!answer) return;
    offer.hidden = true;
    if (answer === "back") putBack(form, kept);
    else forget();
    form.elements.product.focus();
  });
}

/** The page's own script answers each change, so rows, units and total follow. */
function putBack(form, { texts, sites }) {
  const changed = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));
  for (const [name, value] of texts) form.elements[name].value = value;
  changed(form.elements.product);
  for (const [place] of sites) {
    const box = form.querySelector(`[name=site][value="${CSS.escape(place)}"]`);
    if (box) box.checked = true;
    if (box) changed(box);
  }
  for (const [place, amount] of sites) {
    const field = form.elements[`amount.${place}`];
    if (field) field.value = amount;
  }
  form.querySelector("[data-rows]").dispatchEvent(new Event("input", { bubbles: true }));
}

const offer = document.querySelector("[data-kept-layout]");
if (offer) keepDraft(document.querySelector("[data-enrol]"), offer, offer.dataset.keptLayout);
if (document.querySelector("[data-enrolled]")) forget();
