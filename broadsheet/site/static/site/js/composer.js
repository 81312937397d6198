// The composer opens where you reply, keeps what you write, and what you send appears in place.
import { arrive } from "./arrival.js";
import { SPOKE, keep, recall } from "./device.js";
import { bringBack, dropDraft, keepDraft, keepNow } from "./draft.js";

const form = document.querySelector("[data-composer]");
const home = document.createComment("composer");
const NAME = "broadsheet.name";
const PLACES = ["parent", "passage", "quote", "before", "after"];
const find = (name) => form.querySelector(`[data-${name}]`);
let opener = null;

if (form) {
  form.before(home);
  const { elements } = form;
  elements.name.value ||= recall(NAME);
  if (!elements.text.value) showDraft();
  document.addEventListener("click", openAtLink);
  document.addEventListener("compose", ({ detail }) => openAt(detail));
  find("cancel").addEventListener("click", cancel);
  find("look").addEventListener("click", look);
  form.addEventListener("submit", send);
  form.addEventListener("keydown", press);
  elements.text.addEventListener("input", () => keepDraft(form));
  addEventListener("pagehide", () => keepNow(form));
  form.addEventListener("focusin", begin, { once: true });
}

function begin() {
  form.classList.add("is-open");
  proof().then((made) => made.prepare(form));
}

// The solver is loaded when somebody begins to write, and not for those who only read.
function proof() {
  return import("./proof.js");
}

function openAtLink(event) {
  const link = event.target.closest("[data-reply], [data-answer]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const place = link.closest(".comment, .ask");
  const { reply, answer } = link.dataset;
  const about = reply
    ? form.dataset.replyTo.replace("#", () => place.querySelector(".who").textContent)
    : place.querySelector(".ask-question, .ask-words").textContent;
  openAt({ place, about, opener: link, fields: { parent: reply, passage: answer } });
}

// Also for other scripts, by an event "compose": where, about what, and with which hidden fields.
function openAt({ place, about, fields, opener: by }) {
  keepNow(form);
  settle(fields);
  tell(find("answers"), about);
  find("cancel").hidden = false;
  place.append(form);
  form.elements.text.focus();
  opener = by;
}

function cancel() {
  keepNow(form);
  goHome();
  opener?.focus();
}

function goHome() {
  settle({});
  tell(find("answers"), "");
  find("cancel").hidden = true;
  home.after(form);
}

// Whatever is answered has its own draft.
function settle(fields) {
  for (const name of PLACES) if (form.elements[name]) form.elements[name].value = fields[name] ?? "";
  form.elements.text.value = "";
  find("preview").replaceChildren();
  complain(null);
  showDraft();
}

function showDraft() {
  tellStatus(bringBack(form) ? form.dataset.back : "");
}

function press(event) {
  if (event.key === "Escape" && opener && form.previousSibling !== home) cancel();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
}

async function look(event) {
  event.preventDefault();
  const answer = await ask(event.target.formAction, new URLSearchParams({ text: form.elements.text.value }));
  if (!answer) return;
  find("preview").replaceChildren(answer.fragment);
}

async function send(event) {
  event.preventDefault();
  const button = form.querySelector(".button");
  if (button.getAttribute("aria-disabled") === "true") return;
  keepNow(form);
  keep(NAME, form.elements.name.value);
  button.setAttribute("aria-disabled", "true");
  tellStatus(form.dataset.sending);
  const waitSeconds = await publish();
  setTimeout(() => button.removeAttribute("aria-disabled"), waitSeconds * 1000);
}

// Returns after how many seconds it makes sense to try again.
async function publish() {
  const body = new URLSearchParams(new FormData(form));
  if (form.elements.name.required) body.set("proof", await proof().then((made) => made.answer(form), () => ""));
  const answer = await ask(form.action, body);
  tellStatus("");
  if (!answer) return 0;
  const comment = answer.status === 201 && answer.fragment.querySelector(".comment");
  if (!comment) {
    const reason = answer.fragment.querySelector(".problems:not([hidden]), .standfirst");
    complain(reason ?? form.dataset.noReason);
    return answer.wait;
  }
  keep(SPOKE, "1");
  dropDraft(form);
  goHome();
  arrive(comment, body.get("parent"));
  return 0;
}

async function ask(url, body) {
  complain(null);
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    const fragment = document.createRange().createContextualFragment(await answer.text());
    return { status: answer.status, fragment, wait: Number(answer.headers.get("Retry-After")) || 0 };
  } catch {
    complain(form.dataset.noConnection);
    return null;
  }
}

// Beside the form, read aloud, and where the focus goes; `why` is words, an element that has
// some, or null where nothing is wrong (any more).
function complain(why) {
  const problems = find("problems");
  problems.replaceChildren(why?.querySelector?.("ul") ?? why?.textContent?.trim() ?? why ?? "");
  problems.hidden = !why;
  if (why) problems.focus();
}

function tell(element, words) {
  element.textContent = words;
  element.hidden = !words;
}

function tellStatus(words) {
  find("status").textContent = words;
}
