// A report saves itself while it is typed, and keeps in the browser what could not be sent.
const form = document.querySelector("form[data-autosave]");
if (form) {
  const told = form.querySelector("[data-saved]");
  const seen = form.elements.seen;
  const key = `report ${form.dataset.autosave} ${location.pathname}`;
  const WAIT_MS = 1200;
  let waiting = null;
  let saving = null;

  const filled = () => {
    const found = {};
    for (const [name, text] of new FormData(form)) {
      if (name !== "csrfmiddlewaretoken" && name !== "seen") found[name] = text;
    }
    return found;
  };

  // What the page came with. What stands in the fields may be the browser's own memory of them.
  const served = () => {
    const found = {};
    for (const field of form.elements) {
      if (field.type !== "radio") found[field.name] = field.defaultValue;
      else if (field.defaultChecked) found[field.name] = field.value;
    }
    return found;
  };

  const restore = () => {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (!kept) return;
    const before = served();
    const missed = Object.entries(kept).filter(([name, text]) => {
      return form.elements[name] && text !== (before[name] ?? "");
    });
    if (!missed.length) return localStorage.removeItem(key);
    for (const [name, text] of missed) form.elements[name].value = text;
    told.textContent = told.dataset.restored;
    later();
  };

  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, WAIT_MS);
  };

  // One at a time; whether the server was reached.
  const save = async () => {
    clearTimeout(waiting);
    if (saving) {
      await saving;
      return save();
    }
    saving = send();
    const isReached = await saving;
    saving = null;
    return isReached;
  };

  const send = async () => {
    const sent = JSON.stringify(filled());
    const body = new FormData(form);
    body.set("do", "autosave");
    told.textContent = told.dataset.saving;
    let answer;
    try {
      answer = await fetch(location.pathname, { method: "POST", body });
    } catch {
      told.textContent = told.dataset.lost;
      waiting = setTimeout(save, 5000);
      return false;
    }
    const said = await answer.json().catch(() => ({}));
    if (said.seen !== undefined) {
      seen.value = said.seen;
      told.textContent = told.dataset.done;
      if (JSON.stringify(filled()) === sent) localStorage.removeItem(key);
    } else if (said.conflict && !isLeaving) {
      // The page says what changed, and keeps what was typed.
      form.requestSubmit(form.querySelector("button[value=save]"));
    } else {
      const isSignedOut = answer.status === 403 || answer.redirected;
      told.textContent = said.refused ?? told.dataset[isSignedOut ? "signedOut" : "lost"];
    }
    return true;
  };

  // A button waits for what is being saved, and stays on the page while nobody can be reached.
  let isLeaving = false;
  let isThrough = false;
  const leave = async (event) => {
    if (isThrough) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isLeaving) return;
    isLeaving = true;
    const button = event.submitter;
    if (button?.value === "discard") {
      await saving;
      localStorage.removeItem(key);
      isThrough = true;
    } else {
      isThrough = await save();
    }
    isLeaving = false;
    clearTimeout(isThrough ? waiting : null);
    if (isThrough) form.requestSubmit(button);
  };

  form.addEventListener("input", () => {
    localStorage.setItem(key, JSON.stringify(filled()));
    later();
  });
  form.addEventListener("submit", leave, { capture: true });
  // Back from the next page: the buttons work again.
  addEventListener("pageshow", () => (isThrough = false));
  restore();
} else if (document.querySelector("form[data-sent]")) {
  // What was sent in needs no copy any more.
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("report ") && name.endsWith(` ${location.pathname}`)) {
      localStorage.removeItem(name);
    }
  }
}
