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
export const facts = (pairs) =>
  h("dl", {}, pairs.filter(([, value]) => value !== "" && value?.length !== 0).map(([term, value]) => [h("dt", {}, term), h("dd", {}, value)]));
