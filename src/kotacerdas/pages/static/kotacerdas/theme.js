// Before the first paint: the reader's choice of light or dark, else the system's; paper is light.
const system = matchMedia("(prefers-color-scheme: dark)");
const show = (dark) => document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
const choose = () => show((localStorage.getItem("theme") || (system.matches ? "dark" : "light")) === "dark");
choose();
system.addEventListener("change", choose);
addEventListener("beforeprint", () => show(false));
addEventListener("afterprint", choose);
