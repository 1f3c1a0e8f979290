// Finds what assistive technology finds, by role and accessible name. It follows
// https://www.w3.org/TR/html-aam-1.0/ and https://www.w3.org/TR/accname-1.2/ as far as the app's own
// vocabulary needs; where the browser's driver can tell a name itself, the two are compared.
"use strict";

// Whoever reads a long list scrolls: rows that the browser has not drawn yet count as read.
if (!document.adoptedStyleSheets.some((sheet) => sheet.isDrawnWhole)) {
  const sheet = Object.assign(new CSSStyleSheet(), { isDrawnWhole: true });
  sheet.replaceSync("* { content-visibility: visible !important; }");
  document.adoptedStyleSheets.push(sheet);
}

const tidy = (text) => text.replace(/\s+/g, " ").trim();
const fields = ["textbox", "searchbox", "combobox", "listbox", "spinbutton"];
// Roles named by what is in them.
const fromContent = [
  "button", "cell", "checkbox", "columnheader", "gridcell", "heading", "link", "menuitem", "option",
  "radio", "row", "rowheader", "summary", "switch", "tab", "tooltip", "treeitem",
];

function roleOf(element) {
  const given = element.getAttribute("role")?.trim().split(/\s+/)[0];
  if (given) return given === "switch" ? "checkbox" : given;
  const tag = element.localName;
  switch (tag) {
    case "a": case "area": return element.hasAttribute("href") ? "link" : "";
    case "article": case "button": case "dialog": case "main": case "option": case "search": case "table":
      return tag;
    case "aside": return "complementary";
    case "fieldset": case "details": case "optgroup": return "group";
    case "figure": return "figure";
    case "header": case "footer":
      if (element.closest("article, aside, main, nav, section")) return "";
      return tag === "header" ? "banner" : "contentinfo";
    case "form": return named(element) ? "form" : "";
    case "h1": case "h2": case "h3": case "h4": case "h5": case "h6": return "heading";
    case "hr": return "separator";
    case "img": return element.getAttribute("alt") === "" ? "" : "img";
    case "input": return inputRole(element);
    case "li": return "listitem";
    case "meter": return "meter";
    case "nav": return "navigation";
    case "ol": case "ul": case "menu": return "list";
    case "output": return "status";
    case "progress": return "progressbar";
    case "section": return named(element) ? "region" : "";
    case "select": return element.multiple || element.size > 1 ? "listbox" : "combobox";
    case "summary": return "summary";
    case "tbody": case "thead": case "tfoot": return "rowgroup";
    case "td": return "cell";
    case "textarea": return "textbox";
    case "th": return element.scope === "row" ? "rowheader" : "columnheader";
    case "tr": return "row";
    default: return "";
  }
}

function inputRole(input) {
  switch (input.type) {
    case "hidden": return "";
    case "button": case "image": case "reset": case "submit": return "button";
    case "checkbox": case "file": case "radio": return input.type;
    case "number": return "spinbutton";
    case "range": return "slider";
    case "search": return input.hasAttribute("list") ? "combobox" : "searchbox";
    default: return input.hasAttribute("list") ? "combobox" : "textbox";
  }
}

function named(element) {
  return ["aria-label", "aria-labelledby", "title"].some((name) => element.getAttribute(name)?.trim());
}

/** Whether it is there for people and for assistive technology. */
function perceivable(element) {
  if (element.closest("[aria-hidden=true], [inert]")) return false;
  const modal = [...document.querySelectorAll("dialog:modal")].at(-1);
  if (modal && !modal.contains(element)) return false;
  return shown(element);
}

function shown(element) {
  // An option has no box of its own while its list is closed.
  if (element.localName === "option") return !element.hidden && shown(element.closest("select") ?? element.parentElement);
  return element.checkVisibility({ visibilityProperty: true, checkVisibilityCSS: true });
}

function nameOf(element) {
  const labelled = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
  const labels = labelled.map((id) => document.getElementById(id)).filter(Boolean);
  if (labels.length > 0) return tidy(labels.map((label) => wordsOf(label, { hidden: true })).join(" "));
  const said = element.getAttribute("aria-label")?.trim();
  if (said) return tidy(said);
  const native = nativeName(element);
  if (native) return native;
  if (fromContent.includes(roleOf(element))) {
    const words = tidy(contentOf(element, {}));
    if (words) return words;
  }
  return tidy(element.getAttribute("title") ?? element.getAttribute("placeholder") ?? "");
}

function nativeName(element) {
  const tag = element.localName;
  if (["submit", "reset", "button"].includes(element.type) && tag === "input") return tidy(element.value);
  if (element.labels?.length > 0) {
    return tidy([...element.labels].map((label) => wordsOf(label, { but: element })).join(" "));
  }
  const title = { fieldset: "legend", table: "caption", figure: "figcaption" }[tag];
  const part = title && [...element.children].find((child) => child.localName === title);
  if (part) return tidy(wordsOf(part, {}));
  return tag === "img" ? tidy(element.alt) : "";
}

/** The words of a node as part of somebody's name. */
function wordsOf(node, how) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node === how.but) return "";
  const { hidden, ...inner } = how;
  if (!hidden && (node.getAttribute("aria-hidden") === "true" || !shown(node))) return "";
  const said = node.getAttribute("aria-label")?.trim();
  if (said) return ` ${said} `;
  const role = roleOf(node);
  if (how.but && ["textbox", "searchbox", "spinbutton"].includes(role)) return ` ${node.value} `;
  if (how.but && node.localName === "select") return ` ${node.selectedOptions[0]?.label ?? ""} `;
  if (node.localName === "img") return ` ${node.alt} `;
  const words = contentOf(node, inner);
  return getComputedStyle(node).display.startsWith("inline") ? words : ` ${words} `;
}

function contentOf(element, how) {
  const around = ["::before", "::after"].map((part) => {
    const content = getComputedStyle(element, part).content;
    return /^"/.test(content) ? content.slice(1, -1) : "";
  });
  return around[0] + [...element.childNodes].map((child) => wordsOf(child, how)).join("") + around[1];
}

function textOf(element) {
  return tidy(element.localName === "body" ? element.innerText : (element.innerText ?? element.textContent));
}

function fitsRole(role, wanted) {
  return wanted === "field" ? fields.includes(role) : wanted === "button" ? role === "button" || role === "summary" : role === wanted;
}

function fits(element, look) {
  if (!fitsRole(roleOf(element), look.role)) return false;
  if (look.name) {
    const name = nameOf(element);
    const [how, words] = Object.entries(look.name)[0];
    if (how === "is" ? name !== words : how === "starts" ? !name.startsWith(words) : !name.includes(words)) return false;
  }
  if ((look.holding ?? []).some((words) => !textOf(element).includes(words))) return false;
  return perceivable(element);
}

function everyOf(look) {
  const rooms = look.within ? everyOf(look.within) : [document];
  const found = rooms.flatMap((room) => [...room.querySelectorAll("*")].filter((element) => fits(element, look)));
  return [...new Set(found)];
}

/** Roles and names of what else there is, for whoever has to understand why nothing was found. */
function othersOf(look) {
  return [...document.querySelectorAll("*")]
    .filter((element) => fitsRole(roleOf(element), look.role) && perceivable(element))
    .slice(0, 40)
    .map((element) => nameOf(element) || textOf(element).slice(0, 60));
}

function described(element) {
  const ids = (element.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean);
  return tidy(ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" "));
}
