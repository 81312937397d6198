// "Ask readers" in the editor: a question to the readers about the selected words.
// The mark is an inline style whose name holds the question's id; see ../../wagtail_hooks.py.
(() => {
  const PREFIX = "ASK-";
  const { createElement } = window.React;
  const { EditorState, RichUtils } = window.DraftJS;
  const config = JSON.parse(document.getElementById("wagtail-config").textContent);

  function AskReaders({ getEditorState, onChange }) {
    const style = markAt(getEditorState());
    return createElement(window.Draftail.ToolbarButton, {
      name: "ask-readers",
      label: "Ask readers",
      title: style ? "Take the question off these words" : "Ask readers about these words",
      active: Boolean(style),
      onClick: () => (style ? unmark(style) : ask()),
    });

    function unmark(style) {
      onChange(RichUtils.toggleInlineStyle(getEditorState(), style));
    }

    async function ask() {
      const selection = getEditorState().getSelection();
      const words = selectedWords(getEditorState());
      const articleId = location.pathname.match(/\/pages\/(\d+)\/edit\//)?.[1];
      if (!articleId) return alert("Save the story as a draft first; then you can ask about its words.");
      if (!words.trim()) return alert("Select the words that you want to ask about.");
      const question = prompt(`What do you want to ask readers about “${words}”?`)?.trim();
      if (!question) return;
      const id = await store({ article: articleId, question, words });
      if (!id) return;
      const marked = EditorState.acceptSelection(getEditorState(), selection);
      onChange(RichUtils.toggleInlineStyle(marked, PREFIX + id));
    }
  }

  function markAt(state) {
    return state.getCurrentInlineStyle().find((style) => style.startsWith(PREFIX));
  }

  function selectedWords(state) {
    const content = state.getCurrentContent();
    const selection = state.getSelection();
    const keys = content.getBlockMap().keySeq();
    const first = selection.getStartKey();
    const last = selection.getEndKey();
    return keys
      .skipUntil((key) => key === first)
      .takeUntil((key) => key === content.getKeyAfter(last))
      .map((key) => content.getBlockForKey(key).getText().slice(
        key === first ? selection.getStartOffset() : 0,
        key === last ? selection.getEndOffset() : undefined,
      ))
      .join(" ");
  }

  async function store(fields) {
    try {
      const answer = await fetch("/desk/questions/", {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN },
      });
      const told = await answer.json();
      if (answer.ok) return told.id;
      alert(told.reason);
    } catch {
      alert("The question could not be saved. Please try again.");
    }
    return null;
  }

  window.draftail.registerPlugin({ type: "ask-readers", inline: AskReaders }, "controls");
  window.draftail.registerPlugin(
    {
      type: "ask-readers-style",
      customStyleFn: (styles) =>
        styles.some((style) => style.startsWith(PREFIX))
          ? { backgroundColor: "#f7e3b5", color: "#1c1a17" }
          : null,
    },
    "plugins",
  );
})();
