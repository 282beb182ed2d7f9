// Before the first paint: the reader's choice of light or dark, else the system's.
const chosen = localStorage.getItem("theme");
const system = matchMedia("(prefers-color-scheme: dark)");
const show = (dark) => document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
show(chosen ? chosen === "dark" : system.matches);
system.addEventListener("change", (event) => localStorage.getItem("theme") || show(event.matches));
