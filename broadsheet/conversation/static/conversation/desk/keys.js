// One key an action, on the comment that has the focus, or on all that are chosen.
import { chosen } from "./choice.js";

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]:not([contenteditable=false])";
const VERDICTS = { p: "published", s: "spam", h: "held" };
const OPENING = ["r", "b"];

export function listenToKeys({ board, say }) {
  const help = document.querySelector("[data-keys]");
  const opener = document.querySelector("[data-open-keys]");
  opener.hidden = false;
  opener.addEventListener("click", () => help.showModal());
  if (!("hasKeys" in board.dataset)) return;
  // Before Wagtail's own keys, which know "?" as well.
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.key === "Escape") return close(event, board);
      if (event.target.closest?.(TYPING) || isDialogOpen()) return;
      if (act(event, { board, help, say })) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
}

function act(event, { board, help, say }) {
  const { key } = event;
  if (key === "j" || key === "k") return step(board, key === "j" ? 1 : -1);
  const isOurs = key in VERDICTS || OPENING.includes(key) || ["x", "u", "?"].includes(key);
  if (!isOurs || event.repeat) return isOurs;
  if (key === "?") help.showModal();
  else if (key === "x") current(board)?.querySelector("[data-pick]")?.click();
  else if (!press(board, key)) say(board.dataset.nothing);
  return true;
}

function step(board, by) {
  const all = [...board.querySelectorAll("[data-row]")];
  const at = all.indexOf(current(board));
  const to = at < 0 ? all[0] : all[at + by];
  to?.focus();
  to?.scrollIntoView({ block: "nearest" });
  return true;
}

function press(board, key) {
  if (key === "u") return submit(board.querySelector("[data-undo] button"));
  const place = chosen(board).length && key !== "b" ? board.querySelector("[data-bulk]") : current(board);
  if (key in VERDICTS) return submit(place?.querySelector(`button[value=${VERDICTS[key]}]`));
  const form = place?.querySelector(`[data-opens=${key}]`);
  if (!form) return false;
  form.open = true;
  form.querySelector("select").focus();
  return true;
}

function submit(button) {
  button?.form.requestSubmit(button);
  return Boolean(button);
}

function close(event, board) {
  const form = event.target.closest?.("[data-opens]");
  if (!form || !board.contains(form)) return;
  form.open = false;
  (form.closest("[data-row]") ?? form.querySelector("summary")).focus();
  event.stopImmediatePropagation();
}

// The only comment of a page needs no choosing.
function current(board) {
  const all = board.querySelectorAll("[data-row]");
  const focused = document.activeElement?.closest("[data-row]");
  return focused ?? (all.length === 1 ? all[0] : null);
}

function isDialogOpen() {
  return Boolean(document.querySelector("dialog[open], [role=dialog]:not([aria-hidden=true])"));
}
