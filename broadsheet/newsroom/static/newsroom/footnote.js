// Footnotes in the editor: a mark of one character that carries the words of its note. The button
// sets it after the selected words, "^[" at the cursor.
// What is stored, and how readers see it: ../../body/footnotes.py.
(() => {
  const MARK = "*";
  const { createElement, useEffect } = window.React;
  const { EditorState, Modifier } = window.DraftJS;

  // The editor mounts this when the button, or a mark in the text, is pressed.
  function FootnoteSource({ editorState, entity, entityKey, onComplete, onClose }) {
    useEffect(() => {
      const edited = entity?.getType() === "FOOTNOTE" ? entityKey : null;
      ask(edited ? entity.getData().note : "").then((note) => {
        if (!note) onClose();
        else onComplete(edited ? changed(editorState, edited, note) : added(editorState, note));
      });
    }, []);
    return null;
  }

  function FootnoteMark({ contentState, entityKey, onEdit, children }) {
    const { note } = contentState.getEntity(entityKey).getData();
    return createElement(
      "span",
      { className: "footnote-in-editor", title: note, onClick: () => onEdit(entityKey) },
      children,
    );
  }

  function added(state, note) {
    const content = state.getCurrentContent().createEntity("FOOTNOTE", "IMMUTABLE", { note });
    const key = content.getLastCreatedEntityKey();
    const marked = Modifier.insertText(content, endOf(state.getSelection()), MARK, null, key);
    return EditorState.push(state, marked, "insert-characters");
  }

  function changed(state, key, note) {
    const content = state.getCurrentContent().mergeEntityData(key, { note });
    return EditorState.push(state, content, "apply-entity");
  }

  // The mark follows the words that are selected; it does not replace them.
  function endOf(selection) {
    const at = { key: selection.getEndKey(), offset: selection.getEndOffset() };
    return selection.merge({
      anchorKey: at.key,
      anchorOffset: at.offset,
      focusKey: at.key,
      focusOffset: at.offset,
      isBackward: false,
    });
  }

  // The "[" after a "^" opens the dialog, and both are taken away.
  function onCaret(characters, state, ...more) {
    const { getEditorState, setEditorState } = more.at(-1);
    const selection = state.getSelection();
    const at = selection.getStartOffset();
    const block = state.getCurrentContent().getBlockForKey(selection.getStartKey());
    const isNote = characters === "[" && block.getText()[at - 1] === "^" && selection.isCollapsed();
    if (!isNote) return "not-handled";
    const caret = selection.merge({ anchorOffset: at - 1 });
    const without = Modifier.removeRange(state.getCurrentContent(), caret, "backward");
    setEditorState(EditorState.push(state, without, "remove-range"));
    setTimeout(write, 0, getEditorState, setEditorState); // once the editor shows it
    return "handled";
  }

  async function write(getEditorState, setEditorState) {
    const selection = getEditorState().getSelection();
    const note = await ask("");
    const state = EditorState.acceptSelection(getEditorState(), selection);
    const next = note ? added(state, note) : state;
    setEditorState(EditorState.forceSelection(next, next.getSelection()));
  }

  function ask(note) {
    const phrases = JSON.parse(document.getElementById("writing-words").textContent).footnote;
    const dialog = document.createElement("dialog");
    dialog.className = "editor-dialog";
    const label = document.createElement("label");
    const field = document.createElement("textarea");
    label.append(phrases.label, field);
    Object.assign(field, { rows: 4, maxLength: phrases.maxLength, value: note });
    const save = button(phrases.save, "button");
    const cancel = button(phrases.cancel, "button button-secondary");
    dialog.append(label, save, cancel);
    document.body.append(dialog);
    return new Promise((answer) => {
      save.onclick = () => dialog.close(field.value.trim());
      cancel.onclick = () => dialog.close();
      dialog.onclose = () => {
        dialog.remove();
        answer(dialog.returnValue);
      };
      field.onkeydown = (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save.click();
      };
      dialog.showModal();
    });
  }

  function button(words, className) {
    const made = document.createElement("button");
    return Object.assign(made, { type: "button", textContent: words, className });
  }

  window.draftail.registerPlugin(
    { type: "FOOTNOTE", source: FootnoteSource, decorator: FootnoteMark },
    "entityTypes",
  );
  window.draftail.registerPlugin({ type: "footnote-keys", handleBeforeInput: onCaret }, "plugins");
})();
