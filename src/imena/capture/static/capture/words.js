/** The words of the page, in the language of whoever uses it; both languages are always on the device. */

const said = JSON.parse(document.getElementById("said").textContent);
const LANGUAGES = Object.keys(said);
const LOCALES = { uk: "uk-UA", en: "en-GB" };

export function language() {
  const chosen = localStorage.getItem("imena-language") ?? /(?:^|; )django_language=(\w+)/.exec(document.cookie)?.[1];
  const asked = [chosen, ...navigator.languages.map((each) => each.slice(0, 2))];
  return asked.find((each) => LANGUAGES.includes(each)) ?? LANGUAGES[0];
}

export function speak(chosen) {
  localStorage.setItem("imena-language", chosen);
}

/** What the page says under a key, with its places filled. */
export function say(key, values = {}) {
  const text = said[language()].words[key];
  if (text === undefined) throw new Error(`no words for ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** What a code of a kind means: `woman` of `found_as`. An unknown one is shown as it is. */
export function meaning(kind, code) {
  return said[language()].codes[kind]?.[code] ?? code;
}

/** A day as the reader writes it; whatever is no single day, as it stands. */
export function day(text) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return text;
  const [year, month, date] = text.split("-").map(Number);
  return new Date(year, month - 1, date).toLocaleDateString(LOCALES[language()], { dateStyle: "long" });
}

export function moment(text) {
  return new Date(text).toLocaleString(LOCALES[language()], { dateStyle: "medium", timeStyle: "short" });
}

export function megabytes(bytes) {
  const shown = (bytes / 1_000_000).toLocaleString(LOCALES[language()], { maximumFractionDigits: 1 });
  return say("megabytes", { amount: shown });
}

/** Names for the search: whatever their case. */
export const plainly = (text) => text.toLocaleLowerCase("uk").replace(/[’'ʼ-]/g, "");
