// A mark in the text opens what readers say about its words: in the margin where there is room,
// else in a sheet from the bottom. The field there is the composer, which opens by [data-answer].
const wide = matchMedia("(min-width: 75rem)");
const words = document.querySelector("[data-inline]")?.dataset;
const form = document.querySelector("[data-composer]");

if (words) document.addEventListener("click", onClick);
if (document.querySelector("[data-choosing]")) {
  // Only who selects something loads what is made of it.
  document.addEventListener("selectionchange", offerChoosing, { once: true });
}

function onClick(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const mark = event.target.closest("[data-opens]");
  const aside = mark && document.getElementById(mark.hash.slice(1));
  if (!aside) return;
  event.preventDefault();
  show(aside, { opener: mark });
}

async function offerChoosing() {
  const { choose } = await import("./choosing.js");
  choose(show); // given, since two files that name each other cannot carry each other's hash
}

// Resolves once the reader has done with it. `fields` are the composer's, for words that nobody
// has written about yet.
function show(aside, { opener, fields }) {
  return wide.matches ? inMargin(aside, opener, fields) : inSheet(aside, opener, fields);
}

function inMargin(aside, opener, fields) {
  if (aside.classList.toggle("is-open")) {
    answerIn(aside, fields);
    form?.elements.text.focus();
    return leaving(aside).then(() => {
      aside.classList.remove("is-open");
      setTimeout(() => document.activeElement === document.body && opener?.focus());
    });
  }
  leave(aside);
  opener?.focus();
  return Promise.resolve();
}

function inSheet(aside, opener, fields) {
  const home = document.createComment("");
  const sheet = document.createElement("dialog");
  const close = document.createElement("button");
  sheet.className = "sheet";
  sheet.setAttribute("aria-labelledby", aside.getAttribute("aria-labelledby"));
  Object.assign(close, { type: "button", className: "act sheet-close", textContent: words.close });
  close.onclick = () => sheet.close();
  sheet.onclick = (event) => {
    if (event.target === sheet) sheet.close(); // beside it, on what lies behind
  };
  aside.replaceWith(home);
  sheet.append(close, aside);
  document.body.append(sheet);
  sheet.showModal();
  answerIn(aside, fields);
  const question = aside.querySelector(".ask-question");
  question.tabIndex = -1;
  question.focus();
  return new Promise((done) => {
    let comment = null;
    leaving(aside).then((written) => {
      comment = written;
      sheet.close();
    });
    sheet.onclose = () => {
      leave(aside);
      home.replaceWith(aside);
      sheet.remove();
      (comment ?? opener)?.focus();
      done();
    };
  });
}

function answerIn(aside, fields) {
  if (!form) return;
  const field = aside.querySelector("[data-answer]");
  if (fields) document.dispatchEvent(new CustomEvent("compose", { detail: { place: aside, fields } }));
  else field.click();
  form.elements.text.placeholder = field.lastChild.textContent;
}

function leave(aside) {
  if (form && aside.contains(form)) form.querySelector("[data-cancel]").click();
}

// When the composer leaves: with the comment that has arrived, if one has.
function leaving(aside) {
  const before = document.querySelectorAll(".comment").length;
  return new Promise((done) => {
    new MutationObserver((_, observer) => {
      if (aside.contains(form)) return;
      observer.disconnect();
      form.elements.text.placeholder = "";
      const comments = document.querySelectorAll(".comment");
      done(comments.length > before ? document.querySelector(".comment[tabindex='-1']") : null);
    }).observe(aside, { childList: true });
  });
}
