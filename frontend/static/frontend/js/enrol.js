// The enrolment page: a row for the amount of each chosen place, the total, and no mixed units.
import { enhance } from "./region-map.js";
import * as steps from "./amount-steps.js";
import { warned, wire } from "./warning.js";

/** Bring the enrolment form to life; without it the same form works in two steps. */
export function start(form, words, presets) {
  const page = { ...partsOf(form), presets };
  enhance(page.map, words);
  page.button.hidden = true;
  page.map.addEventListener("change", (event) => {
    if (event.target.matches("input")) place(page, event.target);
  });
  page.rows.addEventListener("input", () => showTotal(page));
  page.rows.addEventListener("click", steps.step);
  steps.enhance(page.rows);
  wire(page.warning);
  page.product.addEventListener("change", () => changeProduct(page));
  showTotal(page);
}

function partsOf(form) {
  const find = (selector) => form.querySelector(selector);
  return {
    map: find("[data-face-map]"),
    rows: find("[data-rows]"),
    row: find("template[data-row]"),
    total: find("[data-total]"),
    cleared: find("[data-cleared]"),
    warning: find("[data-product-warning]"),
    button: find("[data-without-script]"),
    product: find("[name=product]"),
    amountsFor: find("[name=amounts_for]"),
  };
}

function place(page, box) {
  const known = page.rows.querySelector(`[data-place="${CSS.escape(box.value)}"]`);
  if (box.checked && !known) page.rows.append(newRow(page, box));
  if (!box.checked && known) known.remove();
  showTotal(page);
}

function newRow(page, box) {
  const row = page.row.content.firstElementChild.cloneNode(true);
  const [label, input] = [row.querySelector("label"), row.querySelector("input")];
  row.dataset.place = box.value;
  input.name = input.id = label.htmlFor = `amount.${box.value}`;
  label.id = `place.${box.value}`;
  row.querySelectorAll("[data-step]").forEach((each) => {
    each.setAttribute("aria-labelledby", `amounts-${each.dataset.step > 0 ? "more" : "less"} ${label.id}`);
  });
  steps.enhance(row);
  label.textContent = box.closest("label").querySelector(".place__full").textContent;
  input.value = otherSide(page, box.value) || preset(page, box.value);
  measured(row, measure(page));
  return row;
}

/** The same amount as on the other side of the face, where one stands there already. */
function otherSide(page, value) {
  const [region, side] = value.split(":");
  const other = { left: "right", right: "left" }[side];
  const twin = other && page.rows.querySelector(`[data-place="${CSS.escape(`${region}:${other}`)}"] input`);
  return twin ? twin.value : "";
}

/** What this clinic last gave there with this product; nothing where it never did. */
function preset(page, value) {
  return page.presets[page.product.value]?.[value.split(":")[0]] ?? "";
}

/** The unit and the step of the chosen product. */
function measure(page) {
  const { unit = "", step = "0.5" } = page.product.selectedOptions[0]?.dataset ?? {};
  return { unit, step };
}

/** Units are never converted: with another product the amounts go, after a warning. */
async function changeProduct(page) {
  const amounts = [...page.rows.querySelectorAll("input")];
  const typedFor = page.amountsFor.value;
  const mustClear = typedFor !== "" && typedFor !== page.product.value && amounts.some((each) => each.value);
  if (mustClear && !(await warned(page.warning))) return void (page.product.value = typedFor);
  if (mustClear) amounts.forEach((each) => { each.value = ""; });
  if (typedFor === "") fillEmpty(page);
  page.cleared.hidden = !mustClear;
  page.amountsFor.value = page.product.value;
  page.rows.querySelectorAll("[data-place]").forEach((row) => measured(row, measure(page)));
  showTotal(page);
}

function measured(row, { unit, step }) {
  row.querySelector("input").step = step;
  row.querySelector("[data-unit]").textContent = unit;
}

/** The product was chosen after the places: each begins as if it were tapped now. */
function fillEmpty(page) {
  page.rows.querySelectorAll("[data-place]").forEach((row) => {
    const input = row.querySelector("input");
    input.value ||= preset(page, row.dataset.place);
  });
}

function showTotal(page) {
  const amounts = [...page.rows.querySelectorAll("input")].map((each) => Number(each.value) || 0);
  const sum = Math.round(amounts.reduce((all, each) => all + each, 0) * 100) / 100;
  page.total.hidden = sum === 0;
  page.total.querySelector("output").textContent = `${sum} ${measure(page).unit}`.trim();
}

const form = document.querySelector("[data-enrol]");
const given = (id) => JSON.parse(document.getElementById(id).textContent);
if (form) start(form, given("words"), given("presets"));
