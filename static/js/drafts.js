// Texts that are typed and not saved, by policy key. They live as long as the browser's tab does.
//
// `base` is the version that a text was made from: a save names it, so that two tabs never
// overwrite one another. The shelf keeps one text per policy that was put aside, not thrown away.

const DRAFTS = "iamlab.drafts";
const SHELF = "iamlab.shelf";
const LOOSE = "check:"; // texts that belong to no policy of an organization
const MAX_TEXT = 131072; // characters; the server refuses longer ones with the whole question

const memory = new Map(); // where storage is full or forbidden, a draft lives as long as the page

function read(name) {
  if (memory.has(name)) return memory.get(name);
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

function write(name, entries) {
  try {
    sessionStorage.setItem(name, JSON.stringify(entries));
    memory.delete(name);
  } catch {
    memory.set(name, entries);
  }
}

function change(name, key, value) {
  const entries = read(name);
  if (value === undefined) delete entries[key];
  else entries[key] = value;
  write(name, entries);
}

/** The unsaved text of a policy, or undefined. */
export function get(key) {
  return read(DRAFTS)[key]?.text;
}

/** The number of the version that the unsaved text was made from, or undefined. */
export function base(key) {
  return read(DRAFTS)[key]?.base;
}

export function set(key, text, version) {
  change(DRAFTS, key, { text, base: version ?? base(key) });
}

export function remove(key) {
  change(DRAFTS, key, undefined);
}

/** The keys of all policies with an unsaved text. */
export function keys() {
  return Object.keys(read(DRAFTS)).filter((key) => !key.startsWith(LOOSE));
}

/** Every unsaved text by its policy's key, as a question brings them along. */
export function all() {
  const sent = Object.entries(read(DRAFTS)).filter(
    ([key, draft]) => draft.text.length <= MAX_TEXT && !key.startsWith(LOOSE),
  );
  return Object.fromEntries(sent.map(([key, draft]) => [key, draft.text]));
}

/** Put a text aside, or take it back with no text. */
export function shelve(key, text) {
  change(SHELF, key, text);
}

export function shelved(key) {
  return read(SHELF)[key];
}

/** Put every unsaved text aside. */
export function shelveAll() {
  write(SHELF, { ...read(SHELF), ...Object.fromEntries(keys().map((key) => [key, get(key)])) });
  write(DRAFTS, {});
}
