// "Ask readers" in the editor: a question to the readers about the selected words.
// The mark is an inline style whose name holds the question's id; see ../../desk/ask_marks.py.
(() => {
  const PREFIX = "ASK-";
  const WORDS_MAX_LENGTH = 1000;
  const known = new Set(); // the marks of this story
  let phrases = null; // they stand below this script, in the language of whoever edits
  const { createElement } = window.React;
  const { EditorState, Modifier, RichUtils, SelectionState } = window.DraftJS;
  const config = JSON.parse(document.getElementById("wagtail-config").textContent);
  // The desk may have moved; its list of pages tells where it is.
  const pages = new URL(config.ADMIN_URLS?.PAGES ?? "/desk/pages/", location.origin);
  const questions = new URL("../questions/", pages);

  // After every paste the editor takes off all styles that its list does not include. A mark of
  // this story stays, whatever its id; one that was copied in another story asks nothing here.
  class Styles extends Array {
    includes(style) {
      return super.includes(style) || known.has(style);
    }
  }

  const { prototype } = window.draftail.DraftailRichTextArea;
  const { render } = prototype;
  prototype.render = function (place, name, id, state, ...more) {
    this.options.inlineStyles = Styles.from(this.options.inlineStyles ?? []);
    for (const [style] of String(state).matchAll(/ASK-\d+/g)) known.add(style);
    return render.call(this, place, name, id, state, ...more);
  };

  function AskReaders({ getEditorState, onChange }) {
    const style = markAt(getEditorState());
    return createElement(window.Draftail.ToolbarButton, {
      name: "ask-readers",
      label: say("label"),
      title: style ? say("edit") : say("ask"),
      active: Boolean(style),
      onClick: () => (style ? edit(style) : ask()),
    });

    async function ask() {
      const selection = getEditorState().getSelection();
      const pieces = selectedPieces(getEditorState());
      const words = wordsOf(pieces);
      const article = location.pathname.match(/\/pages\/(\d+)\/edit\//)?.[1];
      const hindrance =
        (!article && "save_first") ||
        (!words && "select_first") ||
        (pieces.some(isMarked) && "overlap");
      let made = null;
      await openDialog(
        hindrance
          ? { told: say(hindrance) }
          : {
              label: say("question").replace("#", () => shortened(words)),
              save: async (question) => {
                made = await post(questions, { article, question, words });
                return made.reason;
              },
            },
      );
      const state = EditorState.forceSelection(getEditorState(), selection);
      if (!made?.id) return onChange(state);
      known.add(PREFIX + made.id);
      onChange(RichUtils.toggleInlineStyle(state, PREFIX + made.id));
    }

    async function edit(style) {
      const selection = getEditorState().getSelection();
      const address = new URL(`${style.slice(PREFIX.length)}/`, questions);
      const asked = await get(address);
      let isOff = false;
      await openDialog({
        label: say("reword"),
        value: asked.question,
        told: asked.reason,
        save: asked.reason ? null : async (question) => (await post(address, { question })).reason,
        takeOff: () => {
          isOff = true;
        },
      });
      const state = isOff ? without(getEditorState(), style) : getEditorState();
      onChange(EditorState.forceSelection(state, selection));
    }
  }

  function say(name) {
    phrases ??= JSON.parse(document.getElementById("ask-readers-words").textContent);
    return phrases[name];
  }

  function markAt(state) {
    return state.getCurrentInlineStyle().find(isMark);
  }

  // What is selected of each block: its text, and its characters with their styles.
  function selectedPieces(state) {
    const selection = state.getSelection();
    const first = selection.getStartKey();
    const last = selection.getEndKey();
    const blocks = state.getCurrentContent().getBlocksAsArray();
    const keys = blocks.map((block) => block.getKey());
    return blocks.slice(keys.indexOf(first), keys.indexOf(last) + 1).map((block) => {
      const start = block.getKey() === first ? selection.getStartOffset() : 0;
      const end = block.getKey() === last ? selection.getEndOffset() : block.getLength();
      return {
        text: block.getText().slice(start, end),
        characters: block.getCharacterList().slice(start, end),
      };
    });
  }

  function wordsOf(pieces) {
    const words = pieces.map((piece) => piece.text).join(" ").trim();
    return [...words].slice(0, WORDS_MAX_LENGTH).join(""); // whole characters, as the server counts
  }

  function shortened(words) {
    return words.length > 120 ? `${words.slice(0, 120)}…` : words;
  }

  function isMarked(piece) {
    return piece.characters.some((character) => character.getStyle().some(isMark));
  }

  function isMark(style) {
    return style.startsWith(PREFIX);
  }

  // The question comes off all of its words, wherever in this text they stand.
  function without(state, style) {
    const content = state.getCurrentContent();
    const last = content.getLastBlock();
    const all = SelectionState.createEmpty(content.getFirstBlock().getKey()).merge({
      focusKey: last.getKey(),
      focusOffset: last.getLength(),
    });
    const bare = Modifier.removeInlineStyle(content, all, style);
    return EditorState.push(state, bare, "change-inline-style");
  }

  // What is typed behind the last marked word is not marked, nor is the next paragraph.
  function notFurther(state) {
    const selection = state.getSelection();
    const style = state.getCurrentInlineStyle();
    if (!selection.isCollapsed() || !style.some(isMark)) return state;
    const block = state.getCurrentContent().getBlockForKey(selection.getStartKey());
    const next = block.getInlineStyleAt(selection.getStartOffset());
    const kept = style.filter((name) => !isMark(name) || next.has(name));
    return kept.size === style.size ? state : EditorState.setInlineStyleOverride(state, kept);
  }

  // Resolves once the dialog is closed; `save` answers with a reason where it cannot.
  function openDialog({ label, value = "", told = "", save, takeOff }) {
    const dialog = document.createElement("dialog");
    dialog.className = "editor-dialog";
    const form = document.createElement("form");
    const field = document.createElement("textarea");
    const problem = document.createElement("p");
    Object.assign(field, { rows: 3, maxLength: 300, value, required: true });
    problem.setAttribute("role", "alert");
    problem.textContent = told;
    if (save) {
      const words = document.createElement("label");
      words.append(label, field);
      form.append(words, problem, button("save", "button"));
    } else {
      form.append(problem);
    }
    if (takeOff) form.append(closing(button("take_off", "button no"), takeOff));
    form.append(closing(button(save ? "cancel" : "close", "button button-secondary")));
    dialog.append(form);
    document.body.append(dialog);
    form.onsubmit = async (event) => {
      event.preventDefault();
      const reason = await save?.(field.value.trim());
      problem.textContent = reason ?? "";
      if (!reason) dialog.close();
      else field.focus();
    };
    field.onkeydown = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    };
    return new Promise((done) => {
      dialog.onclose = () => {
        dialog.remove();
        done();
      };
      dialog.showModal();
    });

    function closing(made, first) {
      made.type = "button";
      made.onclick = () => {
        first?.();
        dialog.close();
      };
      return made;
    }
  }

  function button(name, className) {
    return Object.assign(document.createElement("button"), { textContent: say(name), className });
  }

  function get(address) {
    return told(fetch(address));
  }

  function post(address, fields) {
    const headers = { [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN };
    return told(fetch(address, { method: "POST", body: new URLSearchParams(fields), headers }));
  }

  // What the server says, or a reason why it says nothing.
  async function told(asked) {
    try {
      return await (await asked).json();
    } catch {
      return { reason: say("not_saved") };
    }
  }

  window.draftail.registerPlugin({ type: "ask-readers", inline: AskReaders }, "controls");
  window.draftail.registerPlugin(
    {
      type: "ask-readers-style",
      customStyleFn: (styles) =>
        styles.some(isMark)
          ? { backgroundColor: "#f7e3b5", color: "#1c1a17" }
          : null,
      onChange: notFurther,
    },
    "plugins",
  );
})();
