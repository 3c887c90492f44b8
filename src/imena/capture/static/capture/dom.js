/** Elements, made short. */

/** An element with attributes, handlers (`on`), properties (`is`) and children; nothing is read as markup. */
export function h(tag, { on = {}, is = {}, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  for (const [event, listener] of Object.entries(on)) made.addEventListener(event, listener);
  Object.assign(made, is);
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A large button. */
export const button = (label, action, attributes = {}) =>
  h("button", { type: "button", ...attributes, on: { click: action } }, label);

/** A description list of those pairs that say something. */
export function facts(pairs) {
  const said = pairs.filter(([, value]) => value);
  return h("dl", {}, said.map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)]));
}

/** Something aside: a quiet paragraph. */
export const quiet = (text) => h("p", { class: "quiet" }, text);

/** A part of a screen under a heading. */
export const section = (title, ...children) => h("section", {}, h("h2", {}, title), ...children);

/** A large link in a list: what it is, and what is said of it. */
export function row(href, title, said, attributes = {}) {
  const lines = said.filter(Boolean).map((each) => h("span", {}, each));
  return h("a", { class: "row", href, ...attributes }, h("strong", {}, title), lines);
}

/** A link that looks and is as large as a button. */
export const linkButton = (href, label, attributes = {}) => h("a", { class: "button", href, ...attributes }, label);
