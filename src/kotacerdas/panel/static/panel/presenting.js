// A deck shown slide by slide. The presenter's page leads; the screen of those who watch follows it.
const deck = document.querySelector("[data-presenting]");
const isScreen = deck.hasAttribute("data-screen");
const presented = [...deck.querySelectorAll("[data-presented]")];
const channel = new BroadcastChannel(`deck-${deck.dataset.presenting}`);
let current = Math.max(Number(location.hash.slice(1)) - 1, 0) || 0;

const show = (wanted, { tells = true } = {}) => {
  current = Math.min(Math.max(wanted, 0), presented.length - 1);
  presented.forEach((one, place) => {
    one.classList.toggle("is-current", place === current);
    one.classList.toggle("is-next", place === current + 1);
    one.hidden = place !== current && (isScreen || place !== current + 1);
  });
  history.replaceState(null, "", `#${current + 1}`);
  const place = deck.querySelector("[data-place]");
  if (place) place.textContent = `${current + 1} / ${presented.length}`;
  if (tells) channel.postMessage({ at: current });
};

// A screen that is opened late asks where the presenter is.
channel.addEventListener("message", ({ data }) => {
  if ("at" in data) show(data.at, { tells: false });
  else if (!isScreen) channel.postMessage({ at: current });
});

const steps = {
  ArrowRight: () => show(current + 1),
  ArrowDown: () => show(current + 1),
  PageDown: () => show(current + 1),
  " ": () => show(current + 1),
  ArrowLeft: () => show(current - 1),
  ArrowUp: () => show(current - 1),
  PageUp: () => show(current - 1),
  Home: () => show(0),
  End: () => show(presented.length - 1),
};
document.addEventListener("keydown", (event) => {
  const isElsewhere = event.target.closest("input, textarea, select, button, a, summary, dialog");
  if (isElsewhere && event.key === " ") return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  step();
});

if (isScreen) {
  document.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  });
  channel.postMessage({ asks: true });
} else {
  deck.classList.add("is-on");
  deck.querySelector("[data-presenting-bar]").hidden = false;
  for (const button of deck.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => show(current + Number(button.dataset.step)));
  }
  let begun = Date.now();
  const elapsed = deck.querySelector("[data-elapsed]");
  const tick = () => {
    const seconds = Math.floor((Date.now() - begun) / 1000);
    elapsed.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  setInterval(tick, 1000);
  deck.querySelector("[data-restart]").addEventListener("click", () => {
    begun = Date.now();
    tick();
  });
}
show(current);
