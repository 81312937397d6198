// A comment that was just written takes its place: under what it answers, or on top.
const OTHER_VIEWS = ["show", "thread", "passage", "page"];

export function arrive(comment, parentId) {
  const parent = document.getElementById(`comment-${parentId}`);
  const isHeld = "held" in comment.dataset;
  if (!parent && !isHeld && !isNewestFirst()) {
    // This view has no place for it, or another one than the top.
    location.assign(comment.querySelector(".when").href);
    return;
  }
  document.querySelector(".nobody")?.remove();
  if (parent) placeUnder(parent, comment);
  else document.querySelector("[data-thread]").prepend(comment);
  if (!isHeld) countAs(Number(document.querySelector("[data-count]").dataset.count) + 1);
  comment.tabIndex = -1;
  comment.focus();
}

// Whether this is the whole conversation from its newest comment on.
export function isNewestFirst() {
  const asked = new URLSearchParams(location.search);
  return (asked.get("sort") ?? "newest") === "newest" && !OTHER_VIEWS.some((name) => asked.has(name));
}

function placeUnder(parent, comment) {
  const indent = indentOf(parent);
  comment.className = comment.className.replace(/in-\d/, `in-${Math.min(indent + 1, 4)}`);
  let last = parent;
  while (indentOf(last.nextElementSibling) > indent) last = last.nextElementSibling;
  last.after(comment);
}

function indentOf(comment) {
  return Number(comment?.className.match(/in-(\d)/)?.[1] ?? 0);
}

export function countAs(count) {
  const heading = document.querySelector("[data-count]");
  heading.dataset.count = count;
  heading.textContent = inWords(heading, count);
}

// A number in the words that an element has for each plural.
export function inWords(element, count) {
  const { lang } = document.documentElement;
  const words = element.dataset[new Intl.PluralRules(lang).select(count)] ?? element.dataset.other;
  return words.replace("#", count.toLocaleString(lang));
}
