// The form saves itself while somebody writes, and its buttons must know of that: the desk
// refuses what was made from an older version. So the form is told of each version that it has
// saved, and a button pressed meanwhile waits until that is through.
(() => {
  const PATIENCE_MILLISECONDS = 10000;
  let saving = false;
  let pressed = null;

  function onPress(event) {
    if (!saving || !event.target.matches("[data-edit-form]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (pressed) return;
    pressed = { form: event.target, button: event.submitter };
    setTimeout(pressAgain, PATIENCE_MILLISECONDS); // a server that is silent keeps nobody
  }

  function onSaved(event) {
    const { revision_id, revision_created_at } = event.detail.data;
    tell(event.target, "loaded_revision_id", revision_id);
    tell(event.target, "loaded_revision_created_at", revision_created_at);
    onEnd();
  }

  function tell(form, name, value) {
    const field = form.elements.namedItem(name); // a new form gets it with its first version
    if (field && value) field.value = value;
  }

  function onEnd() {
    saving = false;
    setTimeout(pressAgain, 0); // once all others have heard of it
  }

  function pressAgain() {
    if (!pressed) return;
    const { form, button } = pressed;
    pressed = null;
    saving = false;
    if (button) button.disabled = false; // or what it stands for would not be sent
    form.requestSubmit(button);
  }

  addEventListener("submit", onPress, { capture: true });
  document.addEventListener("w-autosave:save", () => (saving = true));
  document.addEventListener("w-autosave:success", onSaved);
  document.addEventListener("w-autosave:error", onEnd);
})();
