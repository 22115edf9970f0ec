// The board: several cases at once, and news that never moves what is under the hand.
import { text } from "./texts.js";

function bulk(form) {
  const ticks = () => [...form.querySelectorAll("tbody input[type=checkbox]")];
  const all = form.querySelector("[data-all]");
  const bar = form.querySelector("[data-bulk-bar]");
  const counted = form.querySelector("[data-count]");
  const show = () => {
    const chosen = ticks().filter((tick) => tick.checked).length;
    for (const tick of ticks()) tick.closest("tr").classList.toggle("on", tick.checked);
    if (all) all.checked = chosen > 0 && chosen === ticks().length;
    if (all) all.indeterminate = chosen > 0 && !all.checked;
    if (bar) bar.hidden = chosen === 0;
    if (counted) counted.textContent = chosen === 1 ? counted.dataset.one : counted.dataset.many.replace("{n}", chosen);
  };
  const tickAll = (on) => {
    for (const tick of ticks()) tick.checked = on;
    show();
  };
  form.addEventListener("change", (event) => (event.target === all ? tickAll(all.checked) : show()));
  form.querySelector("[data-clear]")?.addEventListener("click", () => tickAll(false));
  show();
}

function watch(part) {
  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(part.dataset.refreshUrl, { headers: { Accept: "application/json" } });
    const { version, new: fresh } = await answer.json();
    if (!answer.ok || version === part.dataset.version) return;
    let link = part.querySelector(".news");
    if (!link) {
      link = document.createElement("a");
      link.className = "news";
      link.href = location.href;
      link.setAttribute("role", "status");
      part.append(" ", link);
    }
    link.textContent = text("newRows", { n: fresh });
  };
  setInterval(() => look().catch(() => {}), 60_000);
}

document.querySelectorAll("form[data-bulk]").forEach(bulk);
document.querySelectorAll("[data-refresh-url]").forEach(watch);
