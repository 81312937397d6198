// Judging in place: forms are sent by a script, and the server's own partials take their places.
// Without it every button is a plain form.
import { listenToKeys } from "./keys.js";
import { showChosen, watchChoice } from "./choice.js";

const board = document.querySelector("[data-board]");
const rows = board.querySelector("[data-rows]");
const notice = board.querySelector("[data-notice]");
const calm = board.querySelector("[data-calm]");
const places = new Map(); // of the rows that left: the one that followed

board.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-in-place]")) return;
  event.preventDefault();
  send(form, event.submitter);
});
watchChoice(board);
listenToKeys({ board, say });

async function send(form, submitter) {
  if (board.getAttribute("aria-busy") === "true") return;
  board.setAttribute("aria-busy", "true");
  const from = form.closest("[data-row]") ?? rows.querySelector("[data-row]:focus-within");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form, submitter),
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector("[data-new-notice]")) show(page, from);
    else say(board.dataset.gone);
  } catch {
    say(board.dataset.failed);
  } finally {
    board.removeAttribute("aria-busy");
  }
}

function show(page, from) {
  const brought = page.querySelector("[data-new-rows]");
  const next = nextOf(from, brought.dataset.touched.split(" "));
  notice.replaceChildren(...page.querySelector("[data-new-notice]").childNodes);
  for (const id of brought.dataset.touched.split(" ").filter(Boolean)) {
    put(id, brought.querySelector(`[data-row="${id}"]`), "bringsBack" in brought.dataset);
  }
  const isEmpty = !rows.querySelector("[data-row]");
  if (calm) calm.hidden = !isEmpty;
  showChosen(board);
  const back = "bringsBack" in brought.dataset && brought.dataset.touched.split(" ")[0];
  focus(row(back) ?? next ?? (from && row(from.dataset.row)));
  // Another page may have moved up.
  if (isEmpty && document.querySelector(".talk-pages")) location.reload();
}

function put(id, fresh, bringsBack) {
  const old = row(id);
  if (old && fresh) old.replaceWith(fresh);
  else if (old) {
    places.set(id, old.nextElementSibling?.dataset.row);
    old.remove();
  } else if (fresh && bringsBack) rows.insertBefore(fresh, row(places.get(id)) ?? placeOf(id));
}

// The row that stands after all that were touched: there the work goes on.
function nextOf(from, touched) {
  const all = [...rows.querySelectorAll("[data-row]")];
  const stays = (one) => !touched.includes(one.dataset.row);
  const at = all.indexOf(from);
  if (at < 0) return null;
  return all.slice(at).find(stays) ?? all.slice(0, at).reverse().find(stays);
}

function placeOf(id) {
  return places.has(id) ? null : rows.firstElementChild; // the last one had none after it
}

function row(id) {
  return id ? rows.querySelector(`[data-row="${id}"]`) : null;
}

function focus(found) {
  if (!found) return;
  found.focus();
  found.scrollIntoView({ block: "nearest" });
}

function say(words) {
  const said = document.createElement("p");
  said.className = "talk-warning";
  said.textContent = words;
  notice.querySelector(".talk-warning")?.remove();
  notice.prepend(said);
}

