/** The field page: its screens, and what stands above all of them. */

import { offerOnly } from "./acts.js";
import { NotAllowedError, SignedOutError, clockError, fetchPackage, missingHere, storageState } from "./device.js";
import { button, h, quiet } from "./dom.js";
import { graveScreen, objectScreen } from "./grave.js";
import { outboxScreen, saveToFile } from "./outbox.js";
import { beginScreen, captureScreen, checkScreen, draftScreen } from "./record.js";
import { scanNumber } from "./scanner.js";
import { BrokenLineError, handOver, line, waiting } from "./send.js";
import { registerScreen, settingsScreen, signedOut } from "./settings.js";
import { onChange, read } from "./store.js";
import { todayScreen } from "./today.js";
import { language, megabytes, say } from "./words.js";

const SCREENS = [
  [/^#grave\/(?<number>.+)$/, graveScreen],
  [/^#object\/(?<number>.+)$/, objectScreen],
  [/^#do\/(?<kind>[^/]+)(?:\/(?<name>[^/]+)\/(?<value>[^/]+))?$/, beginScreen],
  [/^#draft\/(?<id>.+)$/, draftScreen],
  [/^#check\/(?<id>.+)$/, checkScreen],
  [/^#capture\/(?<place>\d+)$/, captureScreen],
  [/^#outbox$/, outboxScreen],
  [/^#settings$/, settingsScreen],
  [/.*/, todayScreen],
];
const OVERVIEWS = ["", "#today", "#outbox", "#settings"];
const AGE_OF_DATA = 15 * 60_000;
const header = h("header", {});
const warnings = h("div", { class: "warnings" });
const main = h("main", { id: "content", tabindex: "-1" });
let shown = { hash: null, live: true, language: "" };
let replacement = null;
let out = false;
let drawing = Promise.resolve();
let waitingToDraw = false;
let moved = false;

/** Draw one screen after another: whatever changed while one was drawn is drawn next, once. */
function draw({ changed = false } = {}) {
  moved ||= !changed;
  if (!waitingToDraw) {
    waitingToDraw = true;
    drawing = drawing.then(drawNext).catch(fail);
  }
  return drawing;
}

function drawNext() {
  const onlyChanged = !moved;
  moved = waitingToDraw = false;
  return drawNow(onlyChanged);
}

async function drawNow(changed) {
  const hash = location.hash;
  const device = await read("settings", "device");
  offerOnly((await read("settings", "package"))?.may ?? null);
  document.documentElement.lang = language();
  await drawHeader(device);
  const same = shown.hash === hash && shown.language === language();
  if (changed && same && !shown.live) return;
  const [pattern, screen] = SCREENS.find(([pattern]) => pattern.test(hash));
  const asked = { ...pattern.exec(hash).groups, refresh: () => draw({ changed: true }) };
  const made = device ? await screen(asked) : await registerScreen();
  if (!made || hash !== location.hash) return;
  const focused = document.activeElement?.id;
  main.replaceChildren(h("h1", { tabindex: "-1" }, made.title), ...made.body.flat(Infinity).filter(Boolean));
  document.title = `${made.title} · ${say("imena")}`;
  if (same) focusAgain(focused);
  else if (shown.hash !== null) arrive();
  shown = { hash, live: made.live === true, language: language() };
}

function arrive() {
  scrollTo(0, 0);
  main.firstChild.focus();
}

function focusAgain(id) {
  const found = id && document.getElementById(id);
  if (!found) return;
  found.focus({ preventScroll: true });
  if (found.type === "search") found.setSelectionRange(found.value.length, found.value.length);
}

async function drawHeader(device) {
  const { captures, files } = device ? await waiting() : { captures: 0, files: 0 };
  const count = captures + files;
  header.replaceChildren(
    document.body.dataset.synthetic ? h("p", { class: "notice synthetic" }, say("synthetic")) : "",
    h("p", { class: "wordmark" }, say("imena_field"), h("a", { href: "/" }, say("whole_house"))),
    device ? menu(count) : "",
  );
  warnings.replaceChildren(...(await whatToWarnOf(device, count)));
}

function menu(count) {
  const here = location.hash || "#today";
  const place = (hash, label) => h("a", { href: hash, "aria-current": here === hash ? "page" : null }, label);
  const places = [
    place("#today", say("today")),
    button(say("scan"), scan, { id: "scan" }),
    place("#outbox", count ? `${say("outbox")} (${count})` : say("outbox")),
    place("#settings", say("settings")),
  ];
  return h("nav", { "aria-label": say("main_menu") }, h("ul", {}, places.map((each) => h("li", {}, each))));
}

/** What may lose something, said in time. */
async function whatToWarnOf(device, left) {
  const said = [];
  const warn = (text, ...more) => {
    said.push(h("div", { class: "attention", role: "status" }, h("p", {}, text), ...more));
  };
  if (replacement) warn(say("new_release"), button(say("reload"), () => replacement.postMessage("replace")));
  if (out) said.push(signedOut());
  if (!device) return said;
  if (device.revoked) warn(say("device_revoked"));
  if (!navigator.onLine || (line.again && left)) {
    said.push(quiet(left ? say("offline_waiting", { count: left }) : say("offline_nothing")));
  }
  const minutes = await clockError();
  if (minutes) warn(say(minutes > 0 ? "clock_ahead" : "clock_behind", { minutes: Math.abs(minutes) }));
  const { nearlyFull, lasting, usage, quota } = await storageState();
  const save = button(say("save_to_file"), saveToFile);
  if (nearlyFull) warn(say("storage_nearly_full", { used: megabytes(usage), quota: megabytes(quota) }), save);
  else if (!lasting && left && OVERVIEWS.includes(location.hash)) warn(say("storage_not_lasting"), save);
  return said;
}

async function scan() {
  const number = await scanNumber();
  if (number) location.hash = `#object/${number}`;
}

/** What needs the server, whenever it can be reached: nothing here is needed to go on recording. */
async function meetServer() {
  if (!navigator.onLine || !(await read("settings", "device"))) return;
  handOver();
  try {
    const packed = await read("settings", "package");
    if (Date.now() - Date.parse(packed?.made_at ?? 0) > AGE_OF_DATA) await fetchPackage();
    out = false;
  } catch (error) {
    if (error instanceof SignedOutError || error instanceof NotAllowedError) out = true;
    else if (!(error instanceof BrokenLineError)) throw error;
  }
  draw({ changed: true });
}

/** The worker keeps this page at hand without network; a new release waits until whoever works here is ready for it. */
async function keepAtHand() {
  if (!navigator.serviceWorker) return;
  const had = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => had && location.reload());
  const options = { scope: "/field/", updateViaCache: "none" };
  const registration = await navigator.serviceWorker.register("/field/worker.js", options);
  const look = () => {
    if (registration.waiting && navigator.serviceWorker.controller) {
      replacement = registration.waiting;
      draw({ changed: true });
    }
  };
  registration.addEventListener("updatefound", () => registration.installing.addEventListener("statechange", look));
  look();
}

/** What went wrong is said, not swallowed; what was kept is still kept. */
function fail(error) {
  console.error(error);
  const title = h("h1", { tabindex: "-1" }, say("went_wrong"));
  main.replaceChildren(title, h("p", {}, say("went_wrong_kept")), h("pre", {}, String(error)));
}

function start() {
  document.documentElement.dataset.theme = localStorage.getItem("imena-theme") ?? "";
  document.documentElement.lang = language();
  const skipping = h("a", { class: "skip", href: "#content", on: { click: skip } }, say("to_content"));
  document.getElementById("page").replaceChildren(skipping, header, warnings, main);
  const missing = missingHere();
  if (missing) {
    main.replaceChildren(h("h1", {}, say("cannot_work_here")), h("p", { class: "refused" }, say(missing)));
    return;
  }
  addEventListener("hashchange", () => draw());
  addEventListener("online", () => meetServer());
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && meetServer());
  addEventListener("offline", () => draw({ changed: true }));
  onChange(() => draw({ changed: true }));
  draw().then(meetServer).catch(fail);
  keepAtHand().catch((error) => console.warn(error));
}

function skip(event) {
  event.preventDefault();
  main.focus();
}

start();
