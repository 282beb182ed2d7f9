// A grid: arrow keys and Enter move, a block from a spreadsheet is pasted, what is not saved shows.
const form = document.querySelector("[data-grid]");
const note = form?.querySelector("[data-unsaved]");
// A line's inputs by their column; where nothing can be typed there is none.
const lines = [...(form?.querySelectorAll("tbody tr") ?? [])].map((row) =>
  [...row.querySelectorAll("td")].map((cell) => cell.querySelector("input")),
);
const isChanged = (input) => input.value.trim() !== (input.dataset.was ?? input.defaultValue).trim();
const inputs = () => lines.flat().filter(Boolean);
let isLeaving = false;

const mark = (input) => input.classList.toggle("is-unsaved", isChanged(input));
function say(outside = 0) {
  const count = inputs().filter(isChanged).length;
  const parts = count ? [note.dataset.unsaved.replace("#", count)] : [];
  if (outside) parts.push(note.dataset.outside.replace("#", outside));
  note.textContent = parts.join(" ");
}

function placeOf(input) {
  const line = lines.findIndex((row) => row.includes(input));
  return [line, lines[line].indexOf(input)];
}

// The next input in a direction, over those where nothing can be typed.
function move(input, down, right) {
  let [line, column] = placeOf(input);
  do {
    line += down;
    column += right;
    if (!lines[line] || column < 0 || column >= lines[line].length) return;
  } while (!lines[line][column]);
  lines[line][column].focus();
  lines[line][column].select();
}

function isAtEnd(input, right) {
  const { selectionStart: start, selectionEnd: end, value } = input;
  if (start === 0 && end === value.length) return true;
  return start === end && (right > 0 ? end === value.length : start === 0);
}

form?.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches("tbody input") || event.ctrlKey || event.metaKey || event.altKey) return;
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const step = event.key === "Enter" ? [event.shiftKey ? -1 : 1, 0] : steps[event.key];
  if (event.key === "Escape") {
    input.value = input.dataset.was ?? input.defaultValue;
    mark(input);
    say();
  }
  if (!step || (step[1] && !isAtEnd(input, step[1]))) return;
  event.preventDefault();
  move(input, ...step);
});

form?.addEventListener("focusin", (event) => {
  if (event.target.matches("tbody input")) event.target.select();
});

form?.addEventListener("input", (event) => {
  if (!event.target.matches("tbody input")) return;
  mark(event.target);
  say();
});

form?.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!event.target.matches("tbody input") || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const [top, left] = placeOf(event.target);
  let outside = 0;
  text.split("\n").forEach((row, down) =>
    row.split("\t").forEach((value, right) => {
      const input = lines[top + down]?.[left + right];
      if (!input) {
        outside += value.trim() !== "";
        return;
      }
      input.value = value.trim();
      mark(input);
    }),
  );
  say(outside);
});

// What nobody changed need not be sent.
form?.addEventListener("submit", () => {
  isLeaving = true;
  for (const input of inputs()) input.disabled = !isChanged(input);
});
window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && inputs().some(isChanged)) event.preventDefault();
});
// Back from the next page: everything can be typed again.
window.addEventListener("pageshow", () => {
  isLeaving = false;
  for (const input of inputs()) input.disabled = false;
});
if (form) {
  inputs().forEach(mark);
  say();
}
