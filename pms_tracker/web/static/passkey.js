// Passkeys: offered where the browser knows them, made and shown; without this file other ways stay.

const decoded = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const encoded = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const named = (keys) => (keys ?? []).map((key) => ({ ...key, id: decoded(key.id) }));

const ways = {
  async create(options) {
    const user = { ...options.user, id: decoded(options.user.id) };
    const excludeCredentials = named(options.excludeCredentials);
    const made = await navigator.credentials.create({
      publicKey: { ...options, challenge: decoded(options.challenge), user, excludeCredentials },
    });
    const { attestationObject, clientDataJSON } = made.response;
    return [made, { attestationObject, clientDataJSON }, { transports: made.response.getTransports?.() ?? [] }];
  },
  async get(options) {
    const allowCredentials = named(options.allowCredentials);
    const shown = await navigator.credentials.get({
      publicKey: { ...options, challenge: decoded(options.challenge), allowCredentials },
    });
    const { authenticatorData, clientDataJSON, signature, userHandle } = shown.response;
    return [shown, { authenticatorData, clientDataJSON, signature, ...(userHandle && { userHandle }) }, {}];
  },
};

async function hold(form) {
  const [again, refused] = [form.querySelector("[data-again]"), form.querySelector("[data-refused]")];
  again.hidden = refused.hidden = true;
  try {
    const [key, bytes, more] = await ways[form.dataset.ceremony](JSON.parse(form.dataset.options));
    const response = Object.fromEntries(Object.entries(bytes).map(([name, each]) => [name, encoded(each)]));
    form.elements.credential.value = JSON.stringify({
      id: key.id,
      rawId: encoded(key.rawId),
      type: key.type,
      response: { ...response, ...more },
    });
    form.submit();
  } catch {
    again.hidden = refused.hidden = false;
  }
}

if (window.PublicKeyCredential) {
  for (const offer of document.querySelectorAll("[data-passkeys]")) offer.hidden = false;
  for (const form of document.querySelectorAll("[data-ceremony]")) {
    form.querySelector("[data-again]").addEventListener("click", () => hold(form));
    hold(form);
  }
}
