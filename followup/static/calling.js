// Says that one is calling before it dials; without a script the button beside the number says it.
document.addEventListener("click", async (event) => {
  const link = event.target.closest('a[href^="tel:"]');
  const form = document.querySelector("form[data-claim]");
  if (!link || !form) return;
  event.preventDefault();
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(1500),
    });
    if (answer.status === 409) {
      location.href = form.action;
      return;
    }
  } catch {
    // A call does not wait for the network.
  }
  location.href = link.href;
});
