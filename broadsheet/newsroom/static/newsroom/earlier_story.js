// A link to an earlier story: "[[" or the button opens a list that follows what is typed.
// What is inserted is an ordinary link to a page, which follows the story's address.
(() => {
  const { createElement } = window.React;
  const { EditorState, Modifier } = window.DraftJS;
  const PAUSE_MILLISECONDS = 150;
  let phrases = null; // they stand below this script, in the language of whoever edits

  function EarlierStory({ getEditorState, onChange }) {
    return createElement(window.Draftail.ToolbarButton, {
      name: "earlier-story",
      label: "[[",
      title: say("button"),
      onClick: () => choose(getEditorState, onChange),
    });
  }

  // The second "[" opens the list, and both are taken away.
  function onBrackets(characters, state, ...more) {
    const { getEditorState, setEditorState } = more.at(-1);
    const selection = state.getSelection();
    const block = state.getCurrentContent().getBlockForKey(selection.getStartKey());
    const before = block.getText()[selection.getStartOffset() - 1];
    if (characters !== "[" || before !== "[" || !selection.isCollapsed()) return "not-handled";
    const bracket = selection.merge({ anchorOffset: selection.getStartOffset() - 1 });
    const without = Modifier.removeRange(state.getCurrentContent(), bracket, "backward");
    setEditorState(EditorState.push(state, without, "remove-range"));
    setTimeout(choose, 0, getEditorState, setEditorState); // once the editor shows it
    return "handled";
  }

  async function choose(getEditorState, onChange) {
    const selection = getEditorState().getSelection();
    const story = await ask();
    const state = getEditorState();
    const linked = story ? link(state, selection, story) : state;
    onChange(EditorState.forceSelection(linked, story ? linked.getSelection() : selection));
  }

  // The selected words become the link; without any, the headline is inserted.
  function link(state, selection, { id, parentId, url, headline }) {
    const data = { id, parentId, url };
    const content = state.getCurrentContent().createEntity("LINK", "MUTABLE", data);
    const key = content.getLastCreatedEntityKey();
    const linked = selection.isCollapsed()
      ? Modifier.insertText(content, selection, headline, null, key)
      : Modifier.applyEntity(content, selection, key);
    const pushed = EditorState.push(state, linked, "apply-entity");
    return EditorState.acceptSelection(pushed, linked.getSelectionAfter());
  }

  function ask() {
    const dialog = document.createElement("dialog");
    dialog.className = "editor-dialog";
    dialog.innerHTML = `<label><span></span><input type="search" role="combobox"
      aria-autocomplete="list" aria-expanded="true" aria-controls="earlier-list" autocomplete="off">
      </label><ul id="earlier-list" role="listbox"></ul><p role="status"></p>
      <button type="button" class="button button-secondary"></button>`;
    const list = listOf(dialog);
    dialog.querySelector("label span").textContent = say("label");
    dialog.querySelector("ul").setAttribute("aria-label", say("heading"));
    dialog.querySelector("button").textContent = say("cancel");
    dialog.querySelector("button").onclick = () => dialog.close();
    document.body.append(dialog);
    return new Promise((answer) => {
      let chosen = null;
      list.onChoose = (story) => {
        chosen = story;
        dialog.close();
      };
      dialog.onclose = () => {
        dialog.remove();
        answer(chosen);
      };
      dialog.showModal();
      list.load();
    });
  }

  // The list below a field: arrows move through it, Enter takes what is marked.
  function listOf(dialog) {
    const field = dialog.querySelector("input");
    const box = dialog.querySelector("ul");
    const status = dialog.querySelector("[role=status]");
    const list = { load, onChoose: null };
    let stories = [];
    let at = 0;
    let asked = 0;
    let pause = 0;
    field.oninput = () => {
      clearTimeout(pause);
      pause = setTimeout(load, PAUSE_MILLISECONDS);
    };
    field.onkeydown = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && stories.length) mark((at + step + stories.length) % stories.length);
      if (event.key === "Enter" && stories[at]) list.onChoose(stories[at]);
      if (step || event.key === "Enter") event.preventDefault();
    };
    box.onclick = (event) => {
      const option = event.target.closest("[role=option]");
      if (option) list.onChoose(stories[[...box.children].indexOf(option)]);
    };
    return list;

    async function load() {
      const mine = ++asked;
      const found = await fetched(field.value);
      if (mine !== asked) return; // something else has been typed meanwhile
      stories = found ?? [];
      box.replaceChildren(...stories.map(option));
      status.textContent = found === null ? say("failed") : stories.length ? "" : say("nothing");
      mark(0);
    }

    function mark(index) {
      at = index;
      for (const [position, option] of [...box.children].entries()) {
        option.setAttribute("aria-selected", position === at);
      }
      const marked = box.children[at];
      field.setAttribute("aria-activedescendant", marked?.id ?? "");
      marked?.scrollIntoView({ block: "nearest" });
    }
  }

  function option({ headline, published }, index) {
    const made = document.createElement("li");
    made.id = `earlier-${index}`;
    made.setAttribute("role", "option");
    const time = document.createElement("small");
    time.textContent = published;
    made.append(headline, time);
    return made;
  }

  async function fetched(words) {
    try {
      const answer = await fetch(`${say("address")}?${new URLSearchParams({ q: words })}`);
      return answer.ok ? (await answer.json()).stories : null;
    } catch {
      return null;
    }
  }

  function say(name) {
    phrases ??= JSON.parse(document.getElementById("writing-words").textContent).earlier;
    return phrases[name];
  }

  window.draftail.registerPlugin({ type: "earlier-story", inline: EarlierStory }, "controls");
  window.draftail.registerPlugin(
    { type: "earlier-story-keys", handleBeforeInput: onBrackets },
    "plugins",
  );
})();
