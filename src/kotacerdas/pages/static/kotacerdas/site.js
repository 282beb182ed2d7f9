// What the pages do beyond links and forms. Every page works without it.
const root = document.documentElement;

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-switch]")) {
    const next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    localStorage.setItem("theme", next);
    root.setAttribute("data-bs-theme", next);
  }
  if (event.target.closest("[data-print]")) window.print();
  if (event.target.closest("[data-keys]")) document.getElementById("keys").showModal();
  if (event.target.closest("[data-density]")) setDensity(!root.classList.contains("is-dense"));
  const copy = event.target.closest("[data-copy]");
  if (copy) copyFrom(copy);
  const dialog = event.target.closest("dialog");
  if (dialog && event.target.closest("[data-close]")) {
    event.preventDefault();
    dialog.close();
  }
  if (event.target === dialog) dialog?.close();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  if (!event.target.closest(".search")) closeSuggestions();
});

// What stands beside the button is selected, too: a browser lets no page copy without HTTPS.
async function copyFrom(button) {
  button.closest(".chat")?.querySelector("textarea").select();
  await navigator.clipboard?.writeText(button.dataset.copy || location.href);
  const said = button.querySelector("span");
  if (navigator.clipboard && said && button.dataset.copied) said.textContent = button.dataset.copied;
}

// Dense or wide rows, as this browser last chose.
function setDensity(isDense) {
  root.classList.toggle("is-dense", isDense);
  localStorage.setItem("density", isDense ? "dense" : "wide");
}
setDensity(localStorage.getItem("density") === "dense");

const closeSuggestions = () => document.getElementById("suggestions")?.replaceChildren();

// Single keys act outside fields, unless this browser was told not to.
const hasKeys = () => localStorage.getItem("keys") !== "off";
const keyActs = {
  "/": () => {
    const search = [...document.querySelectorAll("[data-search], #search")].find((one) => one.checkVisibility());
    if (search?.matches("a")) search.click();
    else search?.select();
  },
  f: () => document.querySelector("[data-filter]")?.select(),
  d: () => document.querySelector("[data-density]") && setDensity(!root.classList.contains("is-dense")),
  "?": () => document.getElementById("keys")?.showModal(),
};
// What the page says of a key: it presses a button or follows a link, or leads to a field.
const actOfPage = (key) => {
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const place = document.querySelector(`[data-focus-key="${CSS.escape(key)}"]`);
  if (!button && !place) return undefined;
  return () => {
    button?.click();
    place?.focus();
  };
};
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select, [contenteditable]");
  const alone = !typing && hasKeys() && !event.ctrlKey && !event.metaKey && !event.altKey;
  const act = alone && (keyActs[event.key.toLowerCase()] ?? actOfPage(event.key.toLowerCase()));
  if (act) {
    event.preventDefault();
    act();
  }
  // A line that is edited where it stands is saved by Enter, also from a list or a text of more lines.
  const line = event.target.closest?.(".line-form");
  if (line && event.key === "Enter" && !event.shiftKey && event.target.matches("select, textarea, [type=checkbox]")) {
    event.preventDefault();
    line.requestSubmit();
  }
  if (event.key === "Escape") {
    line?.querySelector("[data-cancel]")?.click();
    closeSuggestions();
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
  }
});
// Whether they do stands in the list of keys, and in the profile.
const keyBoxes = [...document.querySelectorAll("[data-keys-on]")];
for (const box of keyBoxes) {
  box.checked = hasKeys();
  box.addEventListener("change", () => {
    localStorage.setItem("keys", box.checked ? "on" : "off");
    for (const other of keyBoxes) other.checked = box.checked;
  });
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// A number explained opens beside the page; its address opens it alone.
document.addEventListener("htmx:afterSwap", (event) => {
  const panel = document.getElementById("panel");
  if (event.target.id === "panel-body" && !panel.open) panel.showModal();
});

// A record's form opens in the place where one reads of the record.
document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.target.matches("form#record") ? event.target : event.target.querySelector(":scope > .line-form");
  // Once it is laid out.
  setTimeout(() => form?.querySelector("input:not([type=hidden]), select, textarea")?.focus());
});

// Files: drop them on the form, and see how far the upload is.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const named = zone.querySelector("[data-file-name]");
  const tell = () => (named.textContent = [...input.files].map((file) => file.name).join(", "));
  input.addEventListener("change", tell);
  for (const kind of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("is-over", kind === "dragover");
    });
  }
  zone.addEventListener("drop", (event) => {
    input.files = event.dataTransfer.files;
    tell();
  });
}
document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.querySelector("progress[data-upload]"); // its own form's, no other request's
  if (bar && event.detail.lengthComputable) {
    bar.hidden = false;
    bar.value = (100 * event.detail.loaded) / event.detail.total;
  }
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-once]")) return;
  for (const button of event.target.querySelectorAll("button")) {
    button.setAttribute("aria-busy", "true");
    setTimeout(() => (button.disabled = true));
  }
});

// A link or form that puts a part of the page in the place of the one before: where that part does not
// come, for an error, without a connection or signed out, the browser goes there itself and says why.
const goByBrowser = ({ elt }) => (elt.matches("form") ? elt.submit() : location.assign(elt.href));
document.addEventListener("htmx:beforeSwap", (event) => {
  const { boosted, target, serverResponse, requestConfig } = event.detail;
  if (!boosted || !target.id || serverResponse.includes(`id="${target.id}"`)) return;
  event.preventDefault();
  goByBrowser(requestConfig);
});
// A form of a record keeps what is typed until there is a connection again, and says so.
function keepTyped(form) {
  const said = form.querySelector("[data-unsent-said]") ?? document.createElement("div");
  said.className = "notice notice-error mb-0";
  said.dataset.unsentSaid = "";
  said.setAttribute("role", "alert");
  said.textContent = form.dataset.unsent;
  form.prepend(said);
  for (const button of form.querySelectorAll("button")) {
    button.removeAttribute("aria-busy");
    setTimeout(() => (button.disabled = false));
  }
}
document.addEventListener("htmx:sendError", (event) => {
  const form = event.detail.elt.closest("form[data-unsent]");
  if (form) return keepTyped(form);
  if (event.detail.boosted && event.detail.target.id) goByBrowser(event.detail.requestConfig);
});

// On a phone the tabs are wider than the screen: the one that is open is shown.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// Rows: all of the page or all that match at once, and with shift all between two.
let lastPick;
document.addEventListener("click", (event) => {
  if (!event.target.matches("[data-pick], [data-pick-page], [data-pick-all]")) return;
  const boxes = [...document.querySelectorAll("[data-pick]")];
  if (!event.target.checked) {
    for (const box of document.querySelectorAll("[data-pick-page], [data-pick-all]")) box.checked = false;
  }
  if (!event.target.matches("[data-pick]")) {
    for (const box of boxes) box.checked = event.target.checked;
    return;
  }
  const at = boxes.indexOf(event.target);
  const from = boxes.indexOf(lastPick);
  if (event.shiftKey && from >= 0) {
    for (const box of boxes.slice(Math.min(at, from), Math.max(at, from) + 1)) box.checked = event.target.checked;
  }
  lastPick = event.target;
});
