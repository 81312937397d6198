// The composer opens where you reply, and what you send appears in place.
import { arrive } from "./arrival.js";
import { keep, recall } from "./device.js";

const form = document.querySelector("[data-composer]");
const home = document.createComment("composer");
const NAME = "broadsheet.name";
let opener = null;

if (form) {
  form.before(home);
  form.name.value ||= recall(NAME);
  document.addEventListener("click", open);
  form.querySelector("[data-cancel]").addEventListener("click", cancel);
  form.addEventListener("submit", send);
}

function open(event) {
  const link = event.target.closest("[data-reply], [data-answer]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const place = link.closest(".comment, .ask");
  form.elements.parent.value = link.dataset.reply ?? "";
  form.elements.passage.value = link.dataset.answer ?? "";
  tell(form.querySelector("[data-answers]"), link.dataset.reply
    ? form.dataset.replyTo.replace("#", () => place.querySelector(".who").textContent)
    : place.querySelector(".ask-question").textContent);
  form.querySelector("[data-cancel]").hidden = false;
  place.append(form);
  form.text.focus();
  opener = link;
}

function cancel() {
  goHome();
  opener?.focus();
}

function goHome() {
  form.elements.parent.value = "";
  form.elements.passage.value = "";
  tell(form.querySelector("[data-answers]"), "");
  form.querySelector("[data-cancel]").hidden = true;
  home.after(form);
}

async function send(event) {
  event.preventDefault();
  const button = form.querySelector(".button");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  tellStatus(form.dataset.sending);
  try {
    await publish();
  } catch {
    tellStatus(form.dataset.noConnection);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

async function publish() {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    headers: { "X-Requested-With": "fetch" },
  });
  const fragment = document.createRange().createContextualFragment(await answer.text());
  if (answer.status !== 201) {
    const reason = fragment.querySelector(".problems li, .standfirst")?.textContent;
    tellStatus(reason ?? form.dataset.noReason);
    return;
  }
  keep(NAME, form.name.value);
  form.text.value = "";
  goHome();
  tellStatus("");
  arrive(fragment.querySelector(".comment"), body.get("parent"));
}

function tell(element, words) {
  element.textContent = words;
  element.hidden = !words;
}

function tellStatus(words) {
  form.querySelector("[data-status]").textContent = words;
}
