// While a finding is written, findings like it come up beside it. Without this file those of the same
// requirement and unit stand there as they did.

const AFTER = 500;

for (const place of document.querySelectorAll("[data-similar]")) {
  const form = document.getElementById(place.dataset.form);
  let waiting, asked;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    // What is typed goes in the body: addresses are written into logs.
    const body = new URLSearchParams({
      csrf_token: form.elements.csrf_token.value,
      fact: form.elements.fact.value,
      evidence: form.elements.evidence.value,
    });
    try {
      const answer = await fetch(place.dataset.similar, { method: "POST", body, redirect: "error", signal: asked.signal });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch { /* what stands there stays: the finding is filed without it as well */ }
  };
  form.addEventListener("input", (event) => {
    if (!["fact", "evidence"].includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, AFTER);
  });
}
