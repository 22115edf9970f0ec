// Keys for people who work the list all day. Digits are read by their place on the board
// (AZERTY needs Shift for them), letters and signs by what they print.
const find = (selector) => document.querySelector(selector);
const rows = () => [...document.querySelectorAll("[data-row]")];
const current = () => document.activeElement.closest("[data-row]") ?? find("[data-row].sel");
const click = (selector) => (current()?.querySelector(selector) ?? find(selector))?.click();
const typing = (element) =>
  element.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit])");
let goingUntil = 0;

function move(step) {
  const all = rows();
  const at = all.indexOf(current());
  const row = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  row?.querySelector("[data-open], a, button")?.focus();
}

// The panel of the chosen row is open already: loading it again would swallow the next key.
function openLog() {
  const outcome = find("#panel input[name=outcome]");
  const row = current();
  if (outcome && (!row || row.classList.contains("sel"))) outcome.focus();
  else click("[data-log]");
}

const letters = {
  j: () => move(1),
  k: () => move(-1),
  o: () => click("[data-open]"),
  l: openLog,
  s: () => click("[data-plan]"),
  x: () => current()?.querySelector("input[type=checkbox]")?.click(),
  A: () => click("[data-reassign]"),
  u: () => find("[data-undo] form")?.requestSubmit(),
  "/": () => find("#q")?.focus(),
  "?": () => find("#keys")?.showModal(),
};

function choose(digit) {
  const radio = find(`[data-key="${digit}"]:not(:disabled)`);
  radio?.closest("details")?.setAttribute("open", "");
  radio?.focus();
  radio?.click();
  return Boolean(radio);
}

function command(event) {
  const form = document.activeElement.form ?? find("form:has([data-save])");
  if (event.key === "Enter") return form?.querySelector("[data-save=next], [data-save]");
  if (event.key.toLowerCase() === "s") return form?.querySelector("[data-save=plain], [data-save]");
  return null;
}

function letter(event) {
  const going = Date.now() < goingUntil && find(`[data-go="${event.key}"]`);
  goingUntil = event.key === "g" ? Date.now() + 1500 : 0;
  if (going) return () => going.click();
  if (event.key === "ArrowDown" && current() && !event.target.matches("input")) return letters.j;
  if (event.key === "ArrowUp" && current() && !event.target.matches("input")) return letters.k;
  return Object.hasOwn(letters, event.key) ? letters[event.key] : null;
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || find("dialog[open]")) return;
  if (event.key === "Escape") return closeTop(event);
  if (event.ctrlKey && !event.altKey && !event.metaKey) {
    const button = command(event);
    if (!button && event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (button) button.click();
    else find("#q")?.focus();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  if (document.body.dataset.letters === "off") return;
  const act = letter(event);
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (act) {
    event.preventDefault();
    act();
  } else if (digit && choose(digit)) event.preventDefault();
}

function closeTop(event) {
  const menu = find("details.tb-menu[open]");
  const close = menu ? null : find("[data-close]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (close) {
    event.preventDefault();
    close.click();
  }
}

document.addEventListener("keydown", onKey);
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.tb-menu[open]"))
    if (!menu.contains(event.target)) menu.open = false;
});
