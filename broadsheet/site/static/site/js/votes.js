// A vote without leaving the page: the server answers with the same buttons, counted anew.
// Pressing the button that is pressed takes the vote back.
import { SPOKE, keep } from "./device.js";

const words = document.querySelector("[data-conversation]")?.dataset ?? {};

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-votes]");
  const button = event.submitter;
  if (!form || !button) return;
  event.preventDefault();
  if (button.getAttribute("aria-disabled") !== "true") vote(form, button);
});

async function vote(form, button) {
  const status = statusBeside(form);
  status.textContent = "";
  pause(form, true);
  try {
    status.textContent = await send(form, button);
  } catch {
    status.textContent = words.noConnection;
  } finally {
    pause(form, false);
  }
}

// Sends the vote, and returns the reason why it does not count, if it does not.
async function send(form, { value }) {
  const isPressed = form.querySelector(`[value="${value}"][aria-pressed="true"]`);
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams({ direction: isPressed ? "none" : value }),
    headers: { "X-Requested-With": "fetch" },
  });
  const fragment = document.createRange().createContextualFragment(await answer.text());
  const fresh = fragment.querySelector("[data-votes]");
  if (!answer.ok || !fresh) {
    return fragment.querySelector(".problems, .standfirst")?.textContent.trim() || words.noReason;
  }
  keep(SPOKE, "1");
  const hadFocus = form.contains(document.activeElement);
  form.replaceWith(fresh);
  if (hadFocus) fresh.querySelector(`[value="${value}"]`)?.focus();
  return "";
}

function pause(form, isPaused) {
  for (const button of form.elements) button.setAttribute("aria-disabled", isPaused);
}

function statusBeside(form) {
  const told = form.parentElement.querySelector("[role=status]");
  if (told) return told;
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  form.parentElement.append(status);
  return status;
}
