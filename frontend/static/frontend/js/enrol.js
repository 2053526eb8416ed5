// The enrolment page: a row for the amount of each chosen place, the total, and no mixed units.
import { enhance } from "./region-map.js";

/** Bring the enrolment form to life; without it the same form works in two steps. */
export function start(form, words) {
  const page = partsOf(form);
  enhance(page.map, words);
  page.button.hidden = true;
  page.map.addEventListener("change", (event) => {
    if (event.target.matches("input")) place(page, event.target);
  });
  page.rows.addEventListener("input", () => showTotal(page));
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
  label.textContent = box.closest("label").querySelector(".place__full").textContent;
  input.value = otherSide(page, box.value);
  row.querySelector("[data-unit]").textContent = unitOf(page);
  return row;
}

/** The same amount as on the other side of the face, where one stands there already. */
function otherSide(page, value) {
  const [region, side] = value.split(":");
  const other = { left: "right", right: "left" }[side];
  const twin = other && page.rows.querySelector(`[data-place="${CSS.escape(`${region}:${other}`)}"] input`);
  return twin ? twin.value : "";
}

function unitOf(page) {
  return page.product.selectedOptions[0]?.dataset.unit ?? "";
}

function changeProduct(page) {
  const amounts = [...page.rows.querySelectorAll("input")];
  const typedFor = page.amountsFor.value;
  const mustClear = typedFor !== "" && typedFor !== page.product.value && amounts.some((each) => each.value);
  if (mustClear) amounts.forEach((each) => { each.value = ""; });
  page.cleared.hidden = !mustClear;
  page.amountsFor.value = page.product.value;
  page.rows.querySelectorAll("[data-unit]").forEach((each) => { each.textContent = unitOf(page); });
  showTotal(page);
}

function showTotal(page) {
  const amounts = [...page.rows.querySelectorAll("input")].map((each) => Number(each.value) || 0);
  const sum = Math.round(amounts.reduce((all, each) => all + each, 0) * 100) / 100;
  page.total.hidden = sum === 0;
  page.total.querySelector("output").textContent = `${sum} ${unitOf(page)}`.trim();
}

const form = document.querySelector("[data-enrol]");
if (form) start(form, JSON.parse(document.getElementById("words").textContent));
