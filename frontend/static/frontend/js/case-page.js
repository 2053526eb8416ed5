// Joins a case's page to its modules: keys, steps by name, and who else has it open.
import { Commands } from "./commands.js";
import { keyHabit } from "./habits.js";
import { firstField, focusOnceLoaded, listen } from "./keys.js";
import { sayViewing } from "./viewing.js";

const find = (name) => document.querySelector(`[data-${name}]`);
const habit = keyHabit({ button: find("keys"), form: find("keys-form") });
const commands = new Commands({ dialog: find("commands"), opener: find("open-commands"), list: null });
listen({ list: null, isOn: habit.isOn, open: () => commands.open(), steps: find("commands").dataset });
sayViewing(find("viewing"));

const begun = document.querySelector(".disposition[open]");
if (begun && !document.querySelector(".error-summary")) focusOnceLoaded(firstField(begun));
