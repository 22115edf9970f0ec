// Hide names at once for a visitor in the room; the server remembers the choice.
document.querySelector("form[data-hide-names]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const hidden = document.body.classList.toggle("hidenames");
  form.querySelector("button").setAttribute("aria-pressed", hidden);
  fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" }).catch(() => {});
});
