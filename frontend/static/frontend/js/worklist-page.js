// Joins the worklist's page to its modules.
import { keys, watch } from "./worklist.js";

const live = document.querySelector("[data-live]");
const list = document.querySelector("[data-worklist]");
const rows = () =>
  [...document.querySelectorAll("[data-case]")].map((row) => ({
    id: row.dataset.case, version: Number(row.dataset.version),
  }));
if (live) watch(live, rows);
if (list) keys(list, document.querySelector("[data-keys]"));
