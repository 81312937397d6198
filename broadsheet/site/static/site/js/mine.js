// What is one reader's own in a page that all readers share: name, votes, held comments, mutes.
// Asked for where this browser has written or voted before, when the conversation is near.
import { SPOKE, recall } from "./device.js";

const conversation = document.querySelector("[data-conversation]");
const NEAR = { rootMargin: "600px" };

if (conversation && recall(SPOKE)) {
  const watch = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    watch.disconnect();
    ask().catch(() => {}); // the page is whole without it
  }, NEAR);
  watch.observe(conversation);
}

async function ask() {
  const answer = await fetch(conversation.dataset.mine, { cache: "no-store" });
  if (!answer.ok) return;
  const mine = await answer.json();
  if (mine.name) writeAs(mine.name);
  for (const html of [...mine.held].reverse()) putHeld(html);
  mark(mine);
  document.addEventListener("comments", () => mark(mine));
}

function writeAs(name) {
  const form = document.querySelector("[data-composer]");
  if (!form) return;
  form.elements.name.required = false;
  form.querySelector("[data-name]").hidden = true;
  const as = form.querySelector("[data-as]");
  as.textContent = form.dataset.writingAs.replace("#", () => name);
  as.hidden = false;
}

function putHeld(html) {
  const held = document.createRange().createContextualFragment(html).querySelector(".comment");
  if (held && !document.getElementById(held.id)) {
    document.querySelector(".nobody")?.remove();
    conversation.querySelector("[data-thread]").prepend(held);
  }
}

function mark({ votes, muted }) {
  for (const [id, direction] of Object.entries(votes)) press(id, direction);
  for (const id of muted) fold(document.getElementById(`comment-${id}`));
}

// What the reader has pressed since then says more than what was asked for before.
function press(id, direction) {
  const form = document.querySelector(`#comment-${id} [data-votes]`);
  if (!form || form.querySelector("[aria-pressed]")) return;
  for (const button of form.elements) button.setAttribute("aria-pressed", button.value === direction);
}

function fold(comment) {
  if (!comment || comment.querySelector("[data-unfold]") || "shown" in comment.dataset) return;
  const parts = [...comment.children].filter((part) => !part.matches(".more"));
  for (const part of parts) part.hidden = true;
  const folded = document.createElement("p");
  const show = document.createElement("button");
  folded.className = "gone";
  show.className = "act";
  show.type = "button";
  show.dataset.unfold = "";
  show.textContent = conversation.dataset.show;
  folded.append(conversation.dataset.muted, " ", show);
  comment.prepend(folded);
  show.addEventListener("click", () => {
    comment.dataset.shown = "";
    for (const part of parts) part.hidden = false;
    folded.remove();
    comment.tabIndex = -1;
    comment.focus();
  });
}
