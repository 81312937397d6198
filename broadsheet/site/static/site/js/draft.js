// What is being written stays on this device until it is published: one draft a story and place.
import { keep, recall } from "./device.js";

const PAUSE_MS = 300;
let due = 0;

export function keepDraft(form) {
  clearTimeout(due);
  due = setTimeout(() => keepNow(form), PAUSE_MS);
}

export function keepNow(form) {
  clearTimeout(due);
  keep(keyOf(form), form.elements.text.value.trim() && form.elements.text.value);
}

// Says whether there was one, and other than what stands there.
export function bringBack(form) {
  const text = recall(keyOf(form));
  const isNew = Boolean(text) && text !== form.elements.text.value;
  if (isNew) form.elements.text.value = text;
  return isNew;
}

export function dropDraft(form) {
  clearTimeout(due);
  keep(keyOf(form), "");
}

function keyOf({ action, elements }) {
  const place = ["parent", "passage", "quote"].map((name) => elements[name]?.value ?? "");
  return ["broadsheet.draft", new URL(action).pathname, ...place].join(":");
}
