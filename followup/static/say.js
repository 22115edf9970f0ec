// Shows beside the chosen outcome what to say then; the whole list stands above, without a script too.
const list = document.querySelector("[data-say]");
const place = document.querySelector("[data-say-now]");

if (list && place) {
  const form = place.closest("form");
  const texts = [...list.querySelectorAll("[data-say-for]")];
  const show = () => {
    const outcome = new FormData(form).get("outcome");
    const text = outcome && texts.find((one) => one.dataset.sayFor.split(" ").includes(outcome));
    place.replaceChildren();
    if (!text) return;
    const copy = text.cloneNode(true);
    copy.removeAttribute("name");
    copy.open = true;
    place.append(copy);
  };
  form.addEventListener("change", show);
  show();
}
