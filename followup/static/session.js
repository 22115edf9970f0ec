// Fifteen minutes without a sign of life lock the screen; at thirteen the page asks.
import { keepAll } from "./drafts.js";

const { idleWarn, idleLock, pingUrl } = document.body.dataset;
const warnAfter = Number(idleWarn);
const lockAfter = Number(idleLock);
const dialog = document.getElementById("idle");
const seconds = () => Date.now() / 1000;
let told = seconds();
let alive = seconds();
let leaving = false;

async function stay() {
  const form = dialog.querySelector("form");
  await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  told = alive = seconds();
  dialog.close();
}

async function otherPagesAlive() {
  const answer = await fetch(pingUrl, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer) return false;
  const left = answer.ok ? (await answer.json()).seconds_left : 0;
  told = seconds() - (lockAfter - left);
  return left > lockAfter - warnAfter;
}

async function lock() {
  leaving = true;
  await keepAll();
  document.querySelector("form[data-lock]").submit();
}

async function look() {
  const silent = seconds() - told;
  if (leaving) return;
  if (!dialog.open && alive > told && silent > 60) return stay();
  if (silent < warnAfter) return dialog.open && dialog.close();
  if (await otherPagesAlive()) return dialog.open && dialog.close();
  if (seconds() - told >= lockAfter - 5) return lock();
  if (!dialog.open) dialog.showModal();
}

if (dialog && warnAfter) {
  const quietly = () => look().catch(() => {});
  for (const sign of ["pointerdown", "keydown", "wheel"])
    addEventListener(sign, () => !dialog.open && (alive = seconds()), { passive: true });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    stay().catch(() => {});
  });
  setInterval(quietly, 5000);
  document.addEventListener("visibilitychange", () => document.hidden || quietly());
}
