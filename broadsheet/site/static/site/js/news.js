// Comments that others have written meanwhile: said on top of the thread, where nothing moves for
// it, and put in their places when a reader wants them, from the page as it is now.
import { countAs, inWords, isNewestFirst } from "./arrival.js";

const conversation = document.querySelector("[data-conversation]");
const place = conversation?.querySelector("[data-news]");
const heading = conversation?.querySelector("[data-count]");
let floor = null; // the newest comment that the page is known to have
let newestKnown = [];
let hasFailed = false;
let isLoading = false;

if (place) {
  place.addEventListener("click", press);
  // Those that came with the rest of a thread are here, and no news any more.
  document.addEventListener("comments", ({ detail }) => {
    const fresh = detail.filter(({ id }) => !isLoading && floor !== null && numberOf(id) > floor);
    if (fresh.length) countAs(Number(heading.dataset.count) + fresh.length);
  });
}

// As many as there are more than the page counts, or newer ones than it has: one may have gone.
export function tell({ comments, newest }) {
  if (!place || isLoading) return;
  const more = comments - heading.dataset.count;
  newestKnown = newest;
  floor ??= Math.max(0, ...newest.slice(Math.max(more, 0)));
  const fresh = newest.filter((id) => id > floor && !isHere(id)).length;
  show(Math.max(more, fresh));
}

function numberOf(id) {
  return Number(id.replace("comment-", ""));
}

function isHere(number) {
  return document.getElementById(`comment-${number}`);
}

function show(count) {
  if (count <= 0) return place.replaceChildren();
  const words = inWords(place, count);
  const link = place.querySelector("a") ?? document.createElement("a");
  if (link.dataset.words === words) return undefined;
  link.href = place.dataset.news;
  link.dataset.words = link.textContent = words;
  hasFailed = false;
  return place.append(link);
}

// In another order or part of the conversation they have no place: there it is a mere link.
function press(event) {
  const link = event.target.closest("a");
  if (!link || !isNewestFirst() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (hasFailed) location.reload();
  else if (!isLoading) load(link);
}

async function load(link) {
  isLoading = true;
  link.textContent = conversation.dataset.loading;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok) throw new Error(answer.status);
    put(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    hasFailed = true;
    link.textContent = `${conversation.dataset.notLoaded} ${link.dataset.words}`;
  }
  isLoading = false;
}

function put(page) {
  const thread = conversation.querySelector("[data-thread]");
  const added = [];
  let at = null;
  thread.querySelector(".nobody")?.remove();
  for (const comment of page.querySelectorAll("[data-thread] > .comment")) {
    const here = document.getElementById(comment.id);
    const isNew = !here || "held" in here.dataset;
    if (isNew) {
      here?.remove();
      putAfter(at, comment, thread);
      comment.classList.add("is-new");
      added.push(comment);
    } else {
      growRest(here, comment);
    }
    at = isNew ? comment : here;
  }
  settle(page, added);
}

function putAfter(at, comment, thread) {
  let last = at;
  // More of the thread above it may stand here than there.
  while (last && isRoot(comment) && isReply(last.nextElementSibling)) last = last.nextElementSibling;
  if (last) last.after(comment);
  else thread.prepend(comment);
}

function isRoot(comment) {
  return comment.matches(".in-0");
}

function isReply(comment) {
  return comment?.matches(".comment:not(.in-0)");
}

// The way to a thread's other replies says of more of them; where all stand here there is none.
function growRest(here, there) {
  const [ours, theirs] = [here, there].map((comment) => comment.querySelector(":scope > .more"));
  if (theirs && ours) ours.replaceWith(theirs);
  else if (theirs && !isReply(here.nextElementSibling)) here.append(theirs);
}

function settle(page, added) {
  floor = Math.max(floor, ...newestKnown);
  countAs(Number(page.querySelector("[data-count]").dataset.count));
  place.replaceChildren();
  const shown = added.length.toLocaleString(document.documentElement.lang);
  conversation.querySelector("[data-announce]").textContent = conversation.dataset.loaded.replace("#", shown);
  document.dispatchEvent(new CustomEvent("comments", { detail: added }));
  const first = added[0] ?? conversation.querySelector(".thread .more a") ?? heading;
  if (!first.matches("a")) first.tabIndex = -1;
  first.focus();
}
