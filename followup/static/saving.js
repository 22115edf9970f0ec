// A form is sent once, says so when it takes long, and keeps the text when there is no connection.
import { text } from "./texts.js";

const SHOW_AFTER = 400;
const STILL_AFTER = 4000;
const ping = document.body.dataset.pingUrl;
const underway = new WeakMap();

const connected = () =>
  navigator.onLine
    ? fetch(ping, { headers: { Accept: "application/json" } }).then(() => true, () => false)
    : Promise.resolve(false);

function wait(form, button) {
  form.querySelector(".unsaved")?.remove();
  const label = button?.innerHTML;
  const say = (name) => {
    if (!button) return;
    button.style.minWidth = `${button.offsetWidth}px`;
    button.setAttribute("aria-disabled", "true");
    button.textContent = text(name);
  };
  const timers = [setTimeout(say, SHOW_AFTER, "saving"), setTimeout(say, STILL_AFTER, "stillWorking")];
  underway.set(form, () => {
    timers.forEach(clearTimeout);
    underway.delete(form);
    if (!button) return;
    button.innerHTML = label;
    button.removeAttribute("aria-disabled");
  });
}

function notSaved(form, button) {
  underway.get(form)?.();
  form.dispatchEvent(new Event("unsent"));
  const line = document.createElement("p");
  line.className = "msg unsaved";
  line.setAttribute("role", "alert");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-sm btn-quiet";
  again.textContent = text("again");
  again.addEventListener("click", () => form.requestSubmit(button));
  line.append(`${text("offline")} `, again);
  (form.querySelector(".barb, .foot") ?? form).prepend(line);
  again.focus();
}

async function send(event) {
  const form = event.target;
  const button = event.submitter;
  if (event.defaultPrevented || form.method !== "post" || "noWait" in form.dataset) return;
  if (form.dataset.checked) {
    delete form.dataset.checked;
    return;
  }
  if (underway.has(form)) {
    event.preventDefault();
    return;
  }
  wait(form, button);
  if (!ping || !form.querySelector("textarea, [data-draft-line]")) return;
  event.preventDefault();
  if (await connected()) {
    form.dataset.checked = "yes";
    form.requestSubmit(button);
  } else notSaved(form, button);
}

document.addEventListener("submit", send);
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) underway.get(form)?.();
});
