// The binder by keys: L and S move from row to row, digits claim a level, Enter opens the item.
const rows = [...document.querySelectorAll("[data-row]")];
const move = (by) => {
  const at = rows.indexOf(document.activeElement.closest("[data-row]"));
  const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};
document.addEventListener("keydown", (event) => {
  const isFree = event.target.matches("body, [data-row]") && localStorage.getItem("keys") !== "off";
  if (!isFree || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = event.target.closest("[data-row]");
  const key = event.key.toLowerCase();
  if (key === "l") move(1);
  else if (key === "s") move(-1);
  else if (row && key === "enter") row.querySelector("[data-open]").click();
  else if (row) row.querySelector(`[data-level="${CSS.escape(key)}"]`)?.click();
});
if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.focus();
