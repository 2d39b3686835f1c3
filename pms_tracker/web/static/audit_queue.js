// What was changed and not yet taken by the server: sent row by row, in order, each change once.
// It lies in memory, and locked in the browser's database with a key that lives as long as the
// sign-in and is itself held by this tab alone. The page lies there too, to be read in again where
// there is no line.

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

/** What a browser needs to keep anything beyond its memory: cryptography, which plain lines lack. */
export const keeps = Boolean(crypto.subtle && globalThis.indexedDB && navigator.locks);

// Whose sign-in locks what lies here, with which key, until when. It dies with the tab, so that a
// page may be read in again without a line, and nobody who opens another tab reads anything. A page
// that is nobody's sign-in says with `data-vault` where its own lies, apart.
const APART = document.querySelector("[data-vault]")?.dataset.vault;
const HELD = APART ?? "pms-audit-day";

export function held() {
  try {
    return JSON.parse(sessionStorage.getItem(HELD)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** One tab among those that show the same checklist: what waits in a living one is its own. */
class Tab {
  id = sessionStorage.getItem(`${HELD}-tab`) || uuid();
  #place;

  constructor(place) {
    this.#place = place;
  }

  /** Be known as long as this page lives; a tab that was doubled takes a name of its own. */
  async begin() {
    while (!await this.#lock()) this.id = uuid();
    sessionStorage.setItem(`${HELD}-tab`, this.id);
  }

  #lock() {
    return new Promise((resolve) => {
      navigator.locks.request(`${HELD} ${this.#place} ${this.id}`, { ifAvailable: true }, (lock) => {
        resolve(Boolean(lock));
        return lock && new Promise(() => {});
      });
    });
  }

  /** The other tabs that show this checklist now. */
  async others() {
    const start = `${HELD} ${this.#place} `;
    const { held: locks } = await navigator.locks.query();
    const ids = locks.filter(({ name }) => name.startsWith(start)).map(({ name }) => name.slice(start.length));
    return new Set(ids.filter((id) => id !== this.id));
  }
}

const WEEK = 7 * 24 * 3600_000;

/** The browser's database. Whatever fails here is no harm: memory holds the changes as well. */
export class Vault {
  #keys = [];
  #place;
  #me;
  #base;

  constructor(place, me) {
    this.#place = place;
    this.#me = me;
  }

  /** Lock with this key from now on; what an earlier sign-in of the same person locked opens too. */
  async use(text) {
    if (!keeps) return;
    const raw = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
    this.#keys.unshift(await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]));
  }

  async #store(name, mode) {
    if (!this.#base) {
      const opening = indexedDB.open(HELD, 2);
      opening.onupgradeneeded = () => {
        for (const each of ["changes", "pages"]) {
          if (!opening.result.objectStoreNames.contains(each)) opening.result.createObjectStore(each, { keyPath: "uuid" });
        }
      };
      this.#base = await done(opening);
      // Signing out takes all of it away, whoever still looks.
      this.#base.onversionchange = () => {
        this.#base?.close();
        this.#base = undefined;
      };
      this.#base.onclose = () => { this.#base = undefined; };
    }
    return this.#base.transaction(name, mode).objectStore(name);
  }

  async #put(store, open, said, files) {
    const head = new TextEncoder().encode(JSON.stringify({ said, files: files.map(({ name, type, size }) => ({ name, type, size })) }));
    const size = new Uint8Array(4);
    new DataView(size.buffer).setUint32(0, head.length);
    const plain = await new Blob([size, head, ...files]).arrayBuffer();
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.#keys[0], plain);
    await done((await this.#store(store, "readwrite")).put({ ...open, place: this.#place, person: this.#me, at: Date.now(), iv, locked }));
  }

  async keep({ file, files, ...said }, tab) {
    if (this.#keys.length) await this.#put("changes", { uuid: said.uuid, tab }, { ...said, single: Boolean(file) }, file ? [file] : files ?? []);
  }

  /** Keep the page, or a row of it, as the server last told it. */
  async keepPage(row, told) {
    if (this.#keys.length) await this.#put("pages", { uuid: `${this.#place}${row}` }, { row, told }, []);
  }

  async drop(id) {
    if (this.#keys.length) await done((await this.#store("changes", "readwrite")).delete(id));
  }

  /** All that a sign-in kept; of what lies apart, for it is of several places, this one's alone. */
  async clear() {
    if (!globalThis.indexedDB) return;
    for (const name of ["changes", "pages"]) {
      const store = await this.#store(name, "readwrite");
      if (!APART) await done(store.clear());
      else for (const each of await done(store.getAll())) if (each.place === this.#place) await done(store.delete(each.uuid));
    }
  }

  /** The changes of this checklist in their order, but for those that a living tab will send. */
  async read(living) {
    if (!this.#keys.length) return [];
    const found = [];
    for (const each of await done((await this.#store("changes", "readonly")).getAll())) {
      if (living.has(each.tab)) continue;
      const opened = await this.#open(each);
      if (opened && each.place === this.#place) found.push(this.#change(opened));
      // What another person left is thrown away, and so is what nobody came back for.
      else if (!opened && (each.person !== this.#me || Date.now() - each.at > WEEK)) await this.drop(each.uuid);
    }
    return found.sort((one, other) => one.order - other.order);
  }

  #change({ said: { single, ...said }, files }) {
    if (single) return { ...said, file: files[0] };
    return said.finding ? { ...said, files } : said;
  }

  /** The kept page of this checklist, and what its rows became since. */
  async readPage() {
    const found = { page: undefined, rows: [] };
    if (!this.#keys.length) return found;
    for (const each of await done((await this.#store("pages", "readonly")).getAll())) {
      const opened = each.place === this.#place && await this.#open(each);
      if (!opened) continue;
      const { row, told } = opened.said;
      if (row) found.rows.push(told);
      else found.page = told;
    }
    return found;
  }

  /** A page that was fetched anew says all that its rows were kept for. */
  async dropRows() {
    if (!this.#keys.length) return;
    const store = await this.#store("pages", "readwrite");
    await done(store.delete(IDBKeyRange.bound(this.#place, `${this.#place}\uffff`)));
  }

  async #open({ iv, locked }) {
    for (const key of this.#keys) {
      try {
        const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, locked);
        const length = new DataView(plain).getUint32(0);
        const head = JSON.parse(new TextDecoder().decode(plain.slice(4, 4 + length)));
        let from = 4 + length;
        const files = head.files.map(({ name, type, size }) => {
          from += size;
          return new File([plain.slice(from - size, from)], name, { type });
        });
        return { said: head.said, files };
      } catch { /* another sign-in locked it */ }
    }
    return undefined;
  }
}

export class Queue {
  changes = [];
  line = Line.OPEN;
  sending = false;
  // How much is being put down in the browser's database at this moment.
  keeping = 0;
  #blocked = new Map();
  #vault;
  #place;
  #me;
  #hears;
  #pulse;
  #pulsedAt = 0;
  #key;
  #html;
  #tab;
  #order = Date.now();
  #running;
  #filing = Promise.resolve();
  #others = 0;
  #ahead = 0;

  /** `hears` is told: state(), pulse(), restored(), taken(), conflict(), refused(), tabs(), gone().
   * `html` is the page as the server gave it; none where it was opened from what was kept. */
  constructor(place, me, html, hears) {
    this.#place = place;
    this.#me = me;
    this.#html = html;
    this.#hears = hears;
    this.#vault = new Vault(place, me);
    this.#tab = keeps ? new Tab(place) : undefined;
  }

  /** Take up what this tab held before its page was read in again, line or no line. */
  async begin() {
    if (!this.#tab) return;
    await this.#tab.begin();
    const before = held();
    if (before && before.person !== this.#me) await this.#vault.clear().catch(() => {});
    else if (before) await this.#unlock(before);
    await this.lookAround();
  }

  /** See whether the same checklist is open in another tab. */
  async lookAround() {
    if (!this.#tab) return;
    const { size } = await this.#tab.others();
    const fewer = size < this.#others;
    this.#others = size;
    this.#hears.tabs(size);
    if (!fewer) return;
    await this.#takeUp();
    this.flush();
  }

  of(row) {
    return this.changes.filter((each) => each.row === row);
  }

  blockedBy(row) {
    return this.#blocked.get(row);
  }

  get troubled() {
    return [...this.#blocked.values(), ...this.changes.filter((each) => each.refused).map(() => "refused")];
  }

  /** A row's fields as they are now; what was refused, or waits for a choice, they take along. */
  add(row, fields, version) {
    const stuck = this.#blocked.get(row);
    if (stuck) for (const each of this.of(row)) if (each.fields) this.drop(each);
    if (stuck === "refused") this.#blocked.delete(row);
    this.#enter({ row, fields, version });
  }

  /** Fields that stand alone: they replace nothing, and what is refused of them holds nothing up. `words` are what they
   * say, for whoever writes it on paper. */
  addAlone(row, fields, words) {
    this.#enter({ row, fields, version: "", alone: true, words });
  }

  addFile(row, file) {
    this.#enter({ row, file });
  }

  /** A finding waits behind its row; what the server refuses of it waits to be put right. */
  addFinding(row, finding, files) {
    return this.#enter({ row, finding, files });
  }

  #enter(said) {
    const change = { uuid: uuid(), order: this.#order++, ...said };
    this.changes.push(change);
    const kept = this.#keep(change);
    this.#hears.state();
    this.flush();
    return kept;
  }

  /** One after the other, or what was sent at once would be put down after it was taken away. */
  #inTurn(act) {
    this.keeping += 1;
    this.#filing = this.#filing.then(act).catch(() => {}).then(() => {
      this.keeping -= 1;
      if (!this.keeping) this.#hears.state();
    });
    return this.#filing;
  }

  #keep(change) {
    return this.#inTurn(() => this.#vault.keep(change, this.#tab?.id));
  }

  /** Keep a row as the server told it, for a page that is read in again without a line. */
  keepRow(told) {
    this.#inTurn(() => this.#vault.keepPage(told.position, told));
  }

  drop(change) {
    this.changes = this.changes.filter((each) => each.uuid !== change.uuid);
    this.#inTurn(() => this.#vault.drop(change.uuid));
  }

  /** What was chosen of two versions: none of what waited, or these fields upon theirs. */
  settle(row, fields, version) {
    for (const each of this.of(row)) if (each.fields) this.drop(each);
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
    this.#ahead = pulse.now * 1000 - Date.now();
    if (pulse.key !== this.#key) {
      const until = Date.now() + pulse.lasts * 1000;
      await this.#unlock({ person: this.#me, key: pulse.key, until, ahead: this.#ahead });
    }
    await this.lookAround();
    this.#hears.pulse(pulse);
  }

  async #unlock(sign) {
    const { key, ahead } = sign;
    const first = this.#key === undefined;
    this.#key = key;
    this.#ahead = ahead;
    if (keeps) sessionStorage.setItem(HELD, JSON.stringify(sign));
    try {
      await this.#vault.use(key);
      await this.#keepPage(first);
    } catch { /* the page needs its line then */ }
    await this.#takeUp();
  }

  async #keepPage(first) {
    const { page, rows } = await this.#vault.readPage();
    if (first && this.#html) {
      await this.#vault.dropRows();
      await this.#vault.keepPage("", this.#html);
      return;
    }
    if (first) for (const told of rows) this.#hears.told(told);
    // Locked anew, so that this sign-in opens what an earlier one kept.
    if (page) await this.#vault.keepPage("", page);
    for (const told of rows) await this.#vault.keepPage(told.position, told);
  }

  /** The server's day now, whatever this device takes for the time. */
  today(timeZone) {
    const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    return parts.format(Date.now() + this.#ahead);
  }

  /** What an earlier page or a closed tab left becomes this one's, locked by this sign-in. */
  async #takeUp() {
    try {
      const kept = await this.#vault.read(this.#tab ? await this.#tab.others() : new Set());
      const known = new Set(this.changes.map((each) => each.uuid));
      const back = kept.filter((each) => !known.has(each.uuid));
      this.changes = [...back, ...this.changes];
      for (const each of this.changes) await this.#keep(each);
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
      while ((next = this.changes.find((each) => !each.refused && !this.#blocked.has(each.row)))) await this.#send(next);
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
    for (const [name, value] of Object.entries(change.fields ?? change.finding ?? {})) body.set(name, value);
    for (const file of change.file ? [change.file] : change.files ?? []) body.append("files", file, file.name);
    if (change.fields) body.set("version", change.version);
    body.set("uuid", change.uuid);
    body.set("person", this.#me);
    const url = `${this.#place}${change.row}${change.file ? "/evidence" : change.finding ? "/finding" : ""}`;
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
      this.drop(change);
      if (change.fields) for (const each of this.of(change.row)) if (each.fields) this.#build(each, said.version);
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
    this.#keep(change);
  }

  #refuse(change, words) {
    // A file stays refused; what was typed waits to be put right.
    if (change.file) this.drop(change);
    else if (change.fields && !change.alone) this.#blocked.set(change.row, "refused");
    else this.#setAside(change, words);
    this.#hears.refused(change, words);
  }

  #setAside(change, words) {
    change.refused = words || " ";
    this.#keep(change);
  }

  /** Nobody else is to read what waited: not from memory, not from the browser's database. */
  forget() {
    const lost = this.changes;
    this.line = Line.GONE;
    this.changes = [];
    this.#blocked.clear();
    // After what is being put down at this moment, which would else come after it.
    this.#inTurn(() => this.#vault.clear());
    sessionStorage.removeItem(HELD);
    this.#hears.gone(lost);
  }
}
