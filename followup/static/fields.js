// Small services of form fields: errors first, counters, moments, days, follow-up questions, copies.
import { text } from "./texts.js";

const brussels = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Brussels",
  dateStyle: "short",
  timeStyle: "short",
});

function fill(control, value) {
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

function count(area) {
  const line = document.createElement("div");
  line.className = "hint counter";
  const show = () => {
    const left = Number(area.dataset.count) - area.value.length;
    line.textContent = text(left < 0 ? "charactersOver" : "charactersLeft", { n: Math.abs(left) });
    line.classList.toggle("over", left < 0);
    if (left < 50) line.setAttribute("aria-live", "polite");
    else line.removeAttribute("aria-live");
  };
  area.after(line);
  area.addEventListener("input", show);
  show();
}

function setMoment(button) {
  const control = document.getElementById(button.closest("[data-times]").dataset.times);
  const [day, hour] = brussels.format(Date.now() - Number(button.dataset.minutes) * 60_000).split(" ");
  fill(control, control.type === "time" ? hour : `${day}${control.type === "datetime-local" ? "T" : " "}${hour}`);
}

function setDay(button) {
  fill(document.getElementById(button.dataset.for), button.dataset.setDate);
  for (const other of button.parentElement.querySelectorAll("[data-set-date]"))
    other.setAttribute("aria-pressed", other === button);
}

// data-shown-if="outcome:spoke_support|danger_now": asked only after that answer; an error stays in sight.
function ask(part) {
  const [name, values] = part.dataset.shownIf.split(":");
  const form = part.closest("form");
  const show = () => {
    const answers = new FormData(form).getAll(name);
    part.hidden = !part.querySelector(".fld.err") && !values.split("|").some((value) => answers.includes(value));
  };
  form.addEventListener("change", show);
  show();
}

// form[data-preview-url]: the server shows what the answers lead to, in [data-preview].
function preview(form) {
  let asked = 0;
  form.addEventListener("change", async () => {
    const turn = ++asked;
    const answer = await fetch(form.dataset.previewUrl, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (answer?.ok && turn === asked) form.querySelector("[data-preview]").innerHTML = await answer.text();
  });
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const label = button.textContent;
  button.textContent = text("copied");
  setTimeout(() => (button.textContent = label), 2000);
}

document.querySelector("[data-error-summary]")?.focus();
document.querySelectorAll("textarea[data-count]").forEach(count);
document.querySelectorAll("[data-shown-if]").forEach(ask);
document.querySelectorAll("form[data-preview-url]").forEach(preview);
document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.matches("[data-minutes]")) setMoment(button);
  else if (button.matches("[data-set-date]")) setDay(button);
  else if (button.matches("[data-copy]")) copy(button);
  else if (button.matches("[data-print]")) print();
});
