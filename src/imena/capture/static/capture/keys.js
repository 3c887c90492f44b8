/** The device's own key: made here, never to leave, and what it signs. */

import { toBase64 } from "./bytes.js";

const ALGORITHMS = [
  { name: "Ed25519", make: { name: "Ed25519" }, sign: { name: "Ed25519" } },
  { name: "ECDSA-P256", make: { name: "ECDSA", namedCurve: "P-256" }, sign: { name: "ECDSA", hash: "SHA-256" } },
];

/** A new key pair, Ed25519 where this browser has it; its private half cannot be read out. */
export async function makeKeys(algorithms = ALGORITHMS) {
  for (const { name, make } of algorithms) {
    try {
      const pair = await crypto.subtle.generateKey(make, false, ["sign", "verify"]);
      const publicKey = toBase64(await crypto.subtle.exportKey("spki", pair.publicKey));
      return { algorithm: name, pair, publicKey };
    } catch (error) {
      if (error.name !== "NotSupportedError") throw error;
    }
  }
  throw new Error("this browser can make no key to sign with");
}

/** The signature over exactly these bytes. */
export async function sign(keys, bytes) {
  const { sign } = ALGORITHMS.find((each) => each.name === keys.algorithm);
  return new Uint8Array(await crypto.subtle.sign(sign, keys.pair.privateKey, bytes));
}
