// A vote without leaving the page: the server answers with the same buttons, counted anew.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-votes]");
  if (!form) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const direction = event.submitter.value;
  let answer;
  try {
    answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "fetch" },
    });
  } catch {
    say(form, "No connection. Your vote was not sent.");
    return;
  }
  const fragment = document.createRange().createContextualFragment(await answer.text());
  if (!answer.ok) {
    say(form, fragment.textContent.trim());
    return;
  }
  const fresh = fragment.querySelector("[data-votes]");
  form.replaceWith(fresh);
  fresh.querySelector(`[value="${direction}"]`).focus();
});

function say(form, words) {
  const acts = form.parentElement;
  const status = acts.querySelector("[role=status]") ?? document.createElement("span");
  status.setAttribute("role", "status");
  acts.append(status);
  status.textContent = words;
}
