// A report saves itself while it is typed, and keeps in the browser what could not be sent.
const form = document.querySelector("form[data-autosave]");
if (form) {
  const told = form.querySelector("[data-saved]");
  const seen = form.elements.seen;
  const key = `report ${form.dataset.autosave} ${location.pathname}`;
  const WAIT_MS = 1200;
  let waiting = null;
  let sending = false;

  const filled = () => {
    const found = {};
    for (const [name, text] of new FormData(form)) {
      if (name !== "csrfmiddlewaretoken" && name !== "seen") found[name] = text;
    }
    return found;
  };

  const restore = () => {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (!kept) return;
    let differs = false;
    for (const [name, text] of Object.entries(kept)) {
      const field = form.elements[name];
      if (field && field.value !== text) {
        field.value = text;
        differs = true;
      }
    }
    if (differs) {
      told.textContent = told.dataset.restored;
      later();
    } else {
      localStorage.removeItem(key);
    }
  };

  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, WAIT_MS);
  };

  const save = async () => {
    if (sending) return later();
    sending = true;
    const sent = JSON.stringify(filled());
    const body = new FormData(form);
    body.set("do", "autosave");
    told.textContent = told.dataset.saving;
    try {
      const answer = await fetch(location.pathname, { method: "POST", body });
      const said = await answer.json();
      if (answer.ok) {
        seen.value = said.seen;
        told.textContent = told.dataset.done;
        if (JSON.stringify(filled()) === sent) localStorage.removeItem(key);
      } else if (said.conflict) {
        // The page says what changed, and keeps what was typed.
        form.requestSubmit(form.querySelector("button[value=save]"));
      } else {
        told.textContent = said.refused;
      }
    } catch {
      told.textContent = told.dataset.lost;
      setTimeout(later, 5000);
    } finally {
      sending = false;
    }
  };

  form.addEventListener("input", () => {
    localStorage.setItem(key, JSON.stringify(filled()));
    later();
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
  restore();
} else {
  // What was sent in needs no copy any more.
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("report ") && name.endsWith(` ${location.pathname}`)) {
      localStorage.removeItem(name);
    }
  }
}

// One key to verify, one to write what has to be mended.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select")) return;
  const pressed = event.key.toLowerCase();
  const button = document.querySelector(`[data-key="${CSS.escape(pressed)}"]`);
  const place = document.querySelector(`[data-focus-key="${CSS.escape(pressed)}"]`);
  if (button) button.click();
  if (place) {
    event.preventDefault();
    place.focus();
  }
});
