// The undo bar counts down, and waits while somebody reads or reaches for it.
import { text } from "./texts.js";

const bar = document.querySelector("[data-undo]");

if (bar) {
  const shown = bar.querySelector("[data-seconds]");
  let left = Number(bar.dataset.undo) || 10;
  let held = false;
  for (const [event, hold] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]])
    bar.addEventListener(event, () => (held = hold));
  const show = () => shown && (shown.textContent = text("seconds", { n: left }));
  const tick = setInterval(() => {
    if (held) return;
    left -= 1;
    show();
    if (left > 0) return;
    clearInterval(tick);
    bar.remove();
  }, 1000);
  show();
}
