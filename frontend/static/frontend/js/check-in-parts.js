// What comes after the danger signs: fetched once that first page stands.
export { Begun } from "./begun.js";
export { PhotoChoice } from "./photo.js";
export { Questions } from "./questions.js";
export { Sending } from "./sending.js";
export { summarise } from "./summary.js";
