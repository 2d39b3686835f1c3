// What was changed and not yet taken by the server: sent row by row, in order, each change once.
// It lies in memory, and locked in the browser's database with a key that lives as long as the
// sign-in and is itself held in memory only.

const FRESH = 20_000;
const PATIENCE = 20_000;
const JSON_TYPE = "application/json";

export const Line = Object.freeze({ OPEN: "open", CUT: "cut", SIGNED_OUT: "signed out", GONE: "gone" });

class Trouble extends Error {
  constructor(line) {
    super(line);
    this.line = line;
  }
}

/** A new UUID, also where the page came over a plain line and the browser makes none. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** The browser's database. Whatever fails here is no harm: memory holds the changes as well. */
class Vault {
  #key;
  #place;
  #base;

  constructor(place) {
    this.#place = place;
  }

  /** Lock and unlock with this key from now on; none where the browser knows no cryptography. */
  async use(text) {
    if (!crypto.subtle || !globalThis.indexedDB) return;
    const raw = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
    this.#key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  }

  async #store(mode) {
    if (!this.#base) {
      const opening = indexedDB.open("pms-audit-day", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("changes", { keyPath: "uuid" });
      this.#base = await done(opening);
    }
    return this.#base.transaction("changes", mode).objectStore("changes");
  }

  async keep(change) {
    if (!this.#key) return;
    const { file, ...said } = change;
    const head = new TextEncoder().encode(JSON.stringify({ ...said, name: file?.name, type: file?.type }));
    const body = file ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
    const plain = new Uint8Array(4 + head.length + body.length);
    new DataView(plain.buffer).setUint32(0, head.length);
    plain.set(head, 4);
    plain.set(body, 4 + head.length);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.#key, plain);
    await done((await this.#store("readwrite")).put({ uuid: change.uuid, place: this.#place, iv, locked }));
  }

  async drop(id) {
    if (this.#key) await done((await this.#store("readwrite")).delete(id));
  }

  async clear() {
    if (globalThis.indexedDB) await done((await this.#store("readwrite")).clear());
  }

  /** The changes of this checklist in their order; what this key does not open is thrown away. */
  async read() {
    if (!this.#key) return [];
    const found = [];
    for (const each of await done((await this.#store("readonly")).getAll())) {
      try {
        const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: each.iv }, this.#key, each.locked);
        if (each.place === this.#place) found.push(this.#opened(plain));
      } catch {
        await this.drop(each.uuid);
      }
    }
    return found.sort((one, other) => one.order - other.order);
  }

  #opened(plain) {
    const length = new DataView(plain).getUint32(0);
    const { name, type, ...said } = JSON.parse(new TextDecoder().decode(plain.slice(4, 4 + length)));
    return name ? { ...said, file: new File([plain.slice(4 + length)], name, { type }) } : said;
  }
}

export class Queue {
  changes = [];
  line = Line.OPEN;
  sending = false;
  #blocked = new Map();
  #vault;
  #place;
  #me;
  #hears;
  #pulse;
  #pulsedAt = 0;
  #key;
  #order = Date.now();
  #running;

  /** `hears` is told: state(), pulse(), restored(), taken(), conflict(), refused(), gone(). */
  constructor(place, me, hears) {
    this.#place = place;
    this.#me = me;
    this.#hears = hears;
    this.#vault = new Vault(place);
  }

  of(row) {
    return this.changes.filter((each) => each.row === row);
  }

  blockedBy(row) {
    return this.#blocked.get(row);
  }

  get troubled() {
    return [...this.#blocked.values()];
  }

  /** A row's fields as they are now; what was refused, or waits for a choice, they take along. */
  add(row, fields, version) {
    const stuck = this.#blocked.get(row);
    if (stuck) for (const each of this.of(row)) if (!each.file) this.#remove(each);
    if (stuck === "refused") this.#blocked.delete(row);
    this.#enter({ row, fields, version });
  }

  addFile(row, file) {
    this.#enter({ row, file });
  }

  #enter(said) {
    const change = { uuid: uuid(), order: this.#order++, ...said };
    this.changes.push(change);
    this.#vault.keep(change).catch(() => {});
    this.#hears.state();
    this.flush();
  }

  #remove(change) {
    this.changes = this.changes.filter((each) => each.uuid !== change.uuid);
    this.#vault.drop(change.uuid).catch(() => {});
  }

  /** What was chosen of two versions: none of what waited, or these fields upon theirs. */
  settle(row, fields, version) {
    for (const each of this.of(row)) if (!each.file) this.#remove(each);
    this.#blocked.delete(row);
    if (fields) this.add(row, fields, version);
    else this.#hears.state();
  }

  /** Ask who is signed in and what was written meanwhile; throws Trouble where no answer comes. */
  async #ask() {
    const answer = await this.#fetch(`${this.#place}pulse`);
    if (!answer.ok) throw new Trouble(Line.CUT);
    const pulse = await answer.json();
    if (pulse.person !== this.#me) throw new Trouble(Line.GONE);
    this.#pulse = pulse;
    this.#pulsedAt = Date.now();
    if (pulse.key !== this.#key) await this.#unlock(pulse.key);
    this.#hears.pulse(pulse);
  }

  async #unlock(key) {
    const first = this.#key === undefined;
    this.#key = key;
    try {
      await this.#vault.use(key);
      const kept = first ? await this.#vault.read() : [];
      const known = new Set(this.changes.map((each) => each.uuid));
      const back = kept.filter((each) => !known.has(each.uuid));
      for (const each of this.changes) await this.#vault.keep(each);
      this.changes = [...back, ...this.changes];
      if (back.length) this.#hears.restored(back);
    } catch { /* memory holds them */ }
  }

  async #fetch(url, options = {}) {
    let answer;
    try {
      const headers = { Accept: JSON_TYPE, ...options.headers };
      answer = await fetch(url, { ...options, headers, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      throw new Trouble(Line.CUT);
    }
    if (answer.type === "opaqueredirect") throw new Trouble(Line.SIGNED_OUT);
    return answer;
  }

  /** Send all that may be sent, in order, one after the other; whoever asks meanwhile waits too. */
  flush({ anew = false } = {}) {
    if (this.line !== Line.GONE) this.#running ??= this.#run(anew).finally(() => { this.#running = undefined; });
    return this.#running;
  }

  async #run(anew) {
    this.sending = true;
    this.#hears.state();
    try {
      if (anew || this.line !== Line.OPEN || Date.now() - this.#pulsedAt > FRESH) await this.#ask();
      this.line = Line.OPEN;
      let next;
      while ((next = this.changes.find((each) => !this.#blocked.has(each.row)))) await this.#send(next);
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.line = trouble.line;
      if (trouble.line === Line.GONE) this.forget();
    } finally {
      this.sending = false;
      this.#hears.state();
    }
  }

  async #send(change, again = false) {
    const body = new FormData();
    for (const [name, value] of Object.entries(change.fields ?? {})) body.set(name, value);
    if (change.file) body.set("files", change.file, change.file.name);
    else body.set("version", change.version);
    body.set("uuid", change.uuid);
    body.set("person", this.#me);
    const url = `${this.#place}${change.row}${change.file ? "/evidence" : ""}`;
    const answer = await this.#fetch(url, { method: "POST", body, headers: { "X-CSRFToken": this.#pulse.token } });
    if (answer.headers.get("Content-Type")?.startsWith(JSON_TYPE)) return this.#answered(change, answer.status, await answer.json());
    if (answer.status === 413) return this.#refuse(change, "");
    if (answer.status !== 400 || again) throw new Trouble(Line.CUT);
    // The token may have grown old.
    await this.#ask();
    return this.#send(change, true);
  }

  #answered(change, status, said) {
    if (said.gone) throw new Trouble(Line.GONE);
    if (status === 200) {
      this.#remove(change);
      if (!change.file) for (const each of this.of(change.row)) if (!each.file) this.#build(each, said.version);
      this.#hears.taken(change, said);
    } else if (said.theirs) {
      this.#blocked.set(change.row, "conflict");
      this.#hears.conflict(change.row, said.theirs);
    } else if (status < 500 && status !== 429) {
      this.#refuse(change, said.words);
    } else {
      throw new Trouble(Line.CUT);
    }
  }

  /** The next change of a row builds on the version that came of the one before it. */
  #build(change, version) {
    change.version = version;
    this.#vault.keep(change).catch(() => {});
  }

  #refuse(change, words) {
    // A file stays refused; what was typed waits to be put right.
    if (change.file) this.#remove(change);
    else this.#blocked.set(change.row, "refused");
    this.#hears.refused(change, words);
  }

  /** Nobody else is to read what waited: not from memory, not from the browser's database. */
  forget() {
    const lost = this.changes.length;
    this.line = Line.GONE;
    this.changes = [];
    this.#blocked.clear();
    this.#vault.clear().catch(() => {});
    this.#hears.gone(lost);
  }
}
