// The button that shows what was typed in a password field; hidden again when the form is sent.
for (const button of document.querySelectorAll("[data-show-password]")) {
  const control = document.getElementById(button.dataset.showPassword);
  const show = button.textContent;
  const set = (visible) => {
    control.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", visible);
    button.textContent = visible ? button.dataset.hide : show;
  };
  button.hidden = false;
  button.addEventListener("click", () => set(control.type === "password"));
  control.form.addEventListener("submit", () => set(false));
}
