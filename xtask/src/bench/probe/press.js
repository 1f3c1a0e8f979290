// An edit of the app, from the press of a button, with the page's own thread watched until the
// change has come back to the list.
const [selector, measure, busy, done] = arguments;
const button = document.querySelector(selector);
const count = performance.getEntriesByName(measure, "measure").length;
window.bench.exhaust(busy);
window.bench.watch();
button.click();
window.bench.recorded(measure, count + 1).then(() => setTimeout(() => done(window.bench.longestBlock()), 100));
