// A mark in the text opens what readers say about its words: in the margin where there is room,
// else in a sheet from the bottom. The field there is the composer, which opens by [data-answer].
const wide = matchMedia("(min-width: 75rem)");
const words = document.querySelector("[data-inline]")?.dataset;
const form = document.querySelector("[data-composer]");

if (words) document.addEventListener("click", onClick);

function onClick(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const mark = event.target.closest("[data-opens]");
  const aside = mark && document.getElementById(mark.hash.slice(1));
  if (!aside) return;
  event.preventDefault();
  show(aside, { opener: mark });
}

// Resolves once the reader has done with it.
export function show(aside, { opener }) {
  return wide.matches ? inMargin(aside, opener) : inSheet(aside, opener);
}

function inMargin(aside, opener) {
  if (aside.classList.toggle("is-open")) {
    answerIn(aside);
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

function inSheet(aside, opener) {
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
  answerIn(aside);
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

function answerIn(aside) {
  if (!form) return;
  const field = aside.querySelector("[data-answer]");
  field.click();
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
