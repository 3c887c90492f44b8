/** Bytes as text and back, and the hash under which they are known. */

export function toBase64(bytes) {
  const parts = [];
  const view = new Uint8Array(bytes);
  for (let at = 0; at < view.length; at += 32768) {
    parts.push(String.fromCharCode(...view.subarray(at, at + 32768)));
  }
  return btoa(parts.join(""));
}

export function toHex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function sha256(bytes) {
  return toHex(await crypto.subtle.digest("SHA-256", bytes));
}
