// More comments, or the rest of a thread, in place: taken from the page that the link leads to.
const conversation = document.querySelector("[data-conversation]");

conversation?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-more]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.getAttribute("aria-busy") !== "true") load(link);
});

async function load(link) {
  const words = link.textContent;
  link.setAttribute("aria-busy", "true");
  link.textContent = conversation.dataset.loading;
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    show(link, page);
  } catch {
    link.textContent = words;
    link.removeAttribute("aria-busy");
    announce(conversation.dataset.notLoaded);
  }
}

function show(link, page) {
  const next = page.querySelector("[data-conversation] > .more");
  const last = link.closest(".comment");
  const added = put(page, last);
  const place = link.closest(".more");
  if (!last && next) place.replaceWith(next);
  else place.remove();
  announce(conversation.dataset.loaded.replace("#", added.length.toLocaleString(document.documentElement.lang)));
  document.dispatchEvent(new CustomEvent("comments", { detail: added }));
  if (!added.length) return;
  added[0].tabIndex = -1;
  added[0].focus();
}

// Each new comment follows the one it follows there; those that stand here already stay.
function put(page, last) {
  let at = last ?? conversation.querySelector("[data-thread]").lastElementChild;
  const added = [];
  let rest = null;
  for (const comment of page.querySelectorAll("[data-thread] > .comment")) {
    const here = document.getElementById(comment.id);
    rest = comment.querySelector(":scope > .more") ?? rest;
    if (here && last && !here.matches(".in-0")) at = here;
    if (here) continue;
    at.after(comment);
    at = comment;
    added.push(comment);
  }
  if (last && rest) at.append(rest);
  return added;
}

function announce(words) {
  const status = conversation.querySelector("[data-announce]");
  status.textContent = words;
}
