// The log form shows what the chosen outcome leads to, and asks for the moment where one is named.
const NAMED = ["spoke_think", "not_good_moment", "safe_person"];

for (const form of document.querySelectorAll("form[data-next-step]")) {
  const shown = form.querySelector("[data-next]");
  const change = form.querySelector("[data-change]");
  const said = () => {
    const answers = new FormData(form);
    const outcome = answers.get("outcome");
    return outcome === "came_to_us" ? answers.get("asked") : outcome;
  };
  let last = said();
  form.addEventListener("change", () => {
    const now = said();
    if (now === last) return;
    last = now;
    const template = form.querySelector(`template[data-next-for="${now}"]`);
    if (template) shown.replaceChildren(template.content.cloneNode(true));
    if (change && NAMED.includes(now)) change.open = true;
  });
}
