// Puts answers back into the check-in's form, as they were given.
import { dayOf } from "./moment.js";

/**
 * fields: [[name, value]]; day: the local day on which they were given, where it matters. What was
 * told about an earlier check-in goes back only where the form still asks about the same one.
 */
export function fill(form, fields, day) {
  const isSameSince = fields.some(([name, value]) => name === "carried_from" && value === form.elements.carried_from.value);
  const given = fields.filter(([name]) => isSameSince || !name.startsWith("carried"));
  const told = day ? given.flatMap((pair) => dated(pair, day)) : given;
  for (const [name, value] of told) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "checkbox" || field.type === "radio") field.checked ||= field.value === value;
      else if (field.type !== "file" && name !== "carried_from" && name !== "treatment") field.value = value;
    }
  }
  for (const map of form.querySelectorAll("[data-face-map]")) map.dispatchEvent(new Event("change"));
}

/** "Today" of a draft is that day, whenever it is sent. */
function dated([name, value], day) {
  const back = name.endsWith(".onset") ? { today: 0, yesterday: 1 }[value] : undefined;
  if (back === undefined || day === dayOf(new Date())) return [[name, value]];
  const then = new Date(`${day}T12:00`);
  then.setDate(then.getDate() - back);
  return [[name, "another"], [`${name}.day`, dayOf(then)]];
}
