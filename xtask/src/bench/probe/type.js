// A key's input event, right after the page has been busy: nothing of the browser's quota is left.
const [selector, text, busy] = arguments;
const field = document.querySelector(selector);
window.bench.exhaust(busy);
field.value = text;
field.dispatchEvent(new InputEvent("input", { bubbles: true }));
