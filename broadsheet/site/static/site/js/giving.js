// What is paid in all is said before paying, and the browser proves its work meanwhile.
import { answer, prepare } from "./proof.js";

const form = document.querySelector("[data-giving]");
const ASKED = ["choice", "amount", "currency", "covers", "every"];
const PAUSE_MS = 250;
let waiting = 0;
let last = "";

if (form) {
  form.addEventListener("focusin", () => prepare(form), { once: true });
  form.addEventListener("input", change);
  form.addEventListener("submit", give);
  addEventListener("pageshow", () => busy(false)); // back from the payment page
  reckon();
}

// An amount that is typed is the one that is meant; so is a preset that is chosen.
function change({ target: { name, value } }) {
  const { amount, choice } = form.elements;
  if (name === "amount" && value) choice.value = "other";
  if (name === "choice" && value !== "other") amount.value = "";
  if (!ASKED.includes(name)) return;
  clearTimeout(waiting);
  waiting = setTimeout(reckon, PAUSE_MS);
}

// By the server, which reckons in the same way when the form is sent.
async function reckon() {
  const said = new FormData(form);
  const asked = String(new URLSearchParams(ASKED.map((name) => [name, said.get(name) ?? ""])));
  last = asked;
  if (!said.get("choice") && !said.get("amount")) return tell("");
  const found = await fetch(`${form.dataset.sum}?${asked}`).then((it) => it.json()).catch(() => ({}));
  if (last === asked) tell(found.words ?? "");
}

async function give(event) {
  event.preventDefault();
  if (busy()) return;
  busy(true);
  tell(form.dataset.sending);
  form.elements.proof.value = await answer(form);
  form.submit();
}

function busy(is) {
  const button = form.querySelector(".button");
  if (is !== undefined) button.ariaDisabled = is ? "true" : null;
  return button.ariaDisabled;
}

function tell(words) {
  form.querySelector("[data-words]").textContent = words;
}
