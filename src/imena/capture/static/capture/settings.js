/** Settings: the device and whose it is, its data, its language and look, and how it is cleared. */

import { NotAllowedError, SignedOutError, fetchPackage, register, storageState } from "./device.js";
import { button, facts, h, quiet } from "./dom.js";
import { BrokenLineError, waiting } from "./send.js";
import { changed, forgetEverything, read } from "./store.js";
import { language, megabytes, moment, say, speak } from "./words.js";

const LANGUAGES = { uk: "Українська", en: "English" };

/** The first screen of a device that is not registered yet. */
export async function registerScreen() {
  const status = h("div", { role: "status" });
  const name = h("input", { id: "device-name", type: "text", autocomplete: "off" });
  const go = async () => {
    if (!name.value.trim()) return say("device_name_missing");
    await register(name.value.trim());
    await fetchPackage();
    location.hash = "#today";
    return "";
  };
  return {
    title: say("register_device"),
    body: [
      h("p", {}, say("register_why")),
      h("label", { for: "device-name" }, say("device_name")),
      quiet(say("device_name_help")),
      name,
      button(say("register"), () => trying(status, go), { class: "primary" }),
      status,
      look(),
    ],
  };
}

export async function settingsScreen() {
  const device = await read("settings", "device");
  const storage = await storageState();
  const packed = await read("settings", "package");
  const status = h("div", { role: "status" });
  return {
    title: say("settings"),
    live: true,
    body: [
      facts([
        [say("device"), `${device.code} · ${device.name}`],
        [say("whose"), device.user],
        [say("key"), device.keys.algorithm],
        [say("data_of"), packed ? moment(packed.made_at) : say("none_yet")],
        [say("storage"), say("storage_used", { used: megabytes(storage.usage), quota: megabytes(storage.quota) })],
        [say("storage_lasting"), say(storage.lasting ? "yes" : "no")],
      ]),
      button(say("fetch_data"), () => trying(status, fetchPackage), { id: "fetch-data" }),
      storage.lasting ? null : button(say("ask_lasting"), async () => (await navigator.storage.persist(), changed())),
      status,
      look(),
      clearing(status),
    ],
  };
}

function look() {
  const languages = Object.entries(LANGUAGES).map(([code, name]) =>
    button(name, () => (speak(code), changed()), { lang: code, "aria-pressed": String(language() === code) }),
  );
  const sun = document.documentElement.dataset.theme === "sun";
  const themes = [
    button(say("theme_usual"), () => wear(""), { "aria-pressed": String(!sun) }),
    button(say("theme_sun"), () => wear("sun"), { "aria-pressed": String(sun) }),
  ];
  return [
    h("h2", {}, say("language")),
    h("div", { class: "choices", role: "group", "aria-label": say("language") }, languages),
    h("h2", {}, say("theme")),
    h("div", { class: "choices", role: "group", "aria-label": say("theme") }, themes),
  ];
}

/** Put a theme on: the reader's own, light or dark, or black on white with heavy lines for the sun. */
export function wear(theme) {
  localStorage.setItem("imena-theme", theme);
  document.documentElement.dataset.theme = theme;
  changed();
}

function clearing(status) {
  const clear = async () => {
    const { captures, files } = await waiting();
    if (captures || files) {
      status.replaceChildren(h("p", { class: "refused", role: "alert" }, say("not_cleared", { captures, files })));
      if (!confirm(say("clear_although", { captures, files }))) return;
    } else if (!confirm(say("clear_really"))) return;
    await forgetEverything();
    location.replace("/field/");
    location.reload();
  };
  return [h("h2", {}, say("clear")), quiet(say("clear_why")), button(say("clear_device"), clear)];
}

/** Do what needs the server, and say what came of it. */
async function trying(status, action) {
  status.replaceChildren(h("p", {}, say("asking_server")));
  try {
    status.replaceChildren(h("p", {}, (await action()) || say("done")));
  } catch (error) {
    status.replaceChildren(whyNot(error));
  }
}

function whyNot(error) {
  if (error instanceof SignedOutError) return signedOut();
  if (error instanceof NotAllowedError) return h("p", { class: "refused" }, say("not_allowed"));
  if (error instanceof BrokenLineError) return h("p", { class: "attention" }, say("server_not_reached"));
  throw error;
}

export function signedOut() {
  const link = h("a", { href: "/accounts/login/?next=/field/" }, say("sign_in"));
  return h("p", { class: "attention" }, say("signed_out"), " ", link);
}
