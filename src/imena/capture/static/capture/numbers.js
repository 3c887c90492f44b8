/** Imena numbers, made and checked on the device: the same rules as core/numbers.py, to which a test holds them. */

export const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ISSUER = 3;
const COUNT = 4;
const FIELD = 0b100101;
const LOOK_ALIKE = new Map();
for (const [written, meant] of [
  ["АВЕКМНОРСТХУІ", "ABEKMH0PCTXY1"],
  ["OILU", "011V"],
]) {
  [...written].forEach((character, place) => LOOK_ALIKE.set(character, meant[place]));
}

/** Something that is not an Imena number. `code`: whether its form is wrong, or its check character. */
export class NumberError extends Error {
  constructor(code, text) {
    super(`${code}: ${text}`);
    this.code = code;
    this.text = text;
  }
}

/** The number an issuer gives to its object number `count`, counted from 1. */
export function makeNumber(issuer, count) {
  if (issuer.length !== ISSUER || [...issuer].some((each) => !ALPHABET.includes(each)) || count < 1) {
    throw new NumberError("form", `${issuer} ${count}`);
  }
  let digits = "";
  for (let left = count; left > 0; left = Math.floor(left / ALPHABET.length)) {
    digits = ALPHABET[left % ALPHABET.length] + digits;
  }
  return written(issuer + digits.padStart(COUNT, "0"));
}

/** A number as it is written: with its check character and its hyphens. */
export function written(payload) {
  return `${payload.slice(0, ISSUER)}-${payload.slice(ISSUER)}-${checkCharacter(payload)}`;
}

/** The character that makes the weighted sum of all characters zero. */
export function checkCharacter(payload) {
  let total = 0;
  for (const character of payload) {
    total = doubled(total ^ ALPHABET.indexOf(character));
  }
  return ALPHABET[total];
}

/** The number someone wrote or said, with or without hyphens, in either alphabet. Throws `NumberError`. */
export function parseNumber(text) {
  const bare = text.replace(/[\s\-–—.]/g, "").toUpperCase();
  const characters = [...bare].map((each) => LOOK_ALIKE.get(each) ?? each);
  if (characters.length < ISSUER + COUNT + 1 || characters.some((each) => !ALPHABET.includes(each))) {
    throw new NumberError("form", text);
  }
  const payload = characters.slice(0, -1).join("");
  if (checkCharacter(payload) !== characters.at(-1)) {
    throw new NumberError("check", text);
  }
  return written(payload);
}

/** The number in what a label says: the number alone, or an address that ends in it; null where there is none. */
export function numberOnLabel(text) {
  for (const part of [text, ...text.split(/[/?#=\s]+/).reverse()]) {
    try {
      return parseNumber(part);
    } catch (error) {
      if (!(error instanceof NumberError)) throw error;
    }
  }
  return null;
}

function doubled(element) {
  const shifted = element << 1;
  return shifted & 0b100000 ? shifted ^ FIELD : shifted;
}
