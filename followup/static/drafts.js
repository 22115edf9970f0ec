// Keeps half-written forms on the server, never in the browser: desks are shared.
import { mark, text } from "./texts.js";

const WAIT = 2000;
const drafts = new Map();

const written = (form) => new URLSearchParams(new FormData(form)).toString();

function say(form, draft, kept) {
  const line = form.querySelector("[data-draft-line]") ?? document.querySelector("[data-draft-line]");
  if (!line) return;
  const words = kept
    ? text("draftKept", { time: draft.time })
    : text(draft.time ? "draftLost" : "draftNever", { time: draft.time });
  line.classList.toggle("lost", !kept);
  line.replaceChildren(mark(kept ? "cloud-check" : "cloud-slash"), ` ${words}`);
}

// Another wording for a note, offered under it; it stops nothing.
function hint(form, hints = {}) {
  for (const old of form.querySelectorAll(".wording")) old.remove();
  for (const [name, sentences] of Object.entries(hints)) {
    const line = document.createElement("div");
    line.className = "hint wording";
    line.setAttribute("role", "status");
    line.textContent = sentences.join(" ");
    form.elements[name]?.after(line);
    if (form.elements.hinted) continue;
    const told = Object.assign(document.createElement("input"), { type: "hidden", name: "hinted", value: "1" });
    form.append(told);
  }
}

async function keep(form) {
  const draft = drafts.get(form);
  clearTimeout(draft.timer);
  const now = written(form);
  if (draft.sent || now === draft.last) return;
  try {
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      keepalive: true,
    });
    if (!answer.ok) throw new Error(answer.status);
    const kept = await answer.json();
    draft.time = kept.kept_at;
    draft.last = now;
    hint(form, kept.hints);
    say(form, draft, true);
  } catch {
    say(form, draft, false);
  }
}

export const keepAll = () => Promise.all([...drafts.keys()].map(keep));

for (const form of document.querySelectorAll("form[data-draft-url]")) {
  const draft = { last: written(form), time: "", timer: 0, sent: false };
  drafts.set(form, draft);
  form.addEventListener("input", () => {
    clearTimeout(draft.timer);
    draft.timer = setTimeout(keep, WAIT, form);
  });
  // The press that sends the form takes the focus first: a draft kept then would outlive it.
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget?.form !== form || relatedTarget.type !== "submit") keep(form);
  });
  form.addEventListener("submit", () => {
    draft.sent = true;
    clearTimeout(draft.timer);
  });
  form.addEventListener("unsent", () => (draft.sent = false));
}
document.addEventListener("visibilitychange", () => document.hidden && keepAll());
