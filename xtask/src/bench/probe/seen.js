// When an element holds some words, by the device's clock.
const [selector, words, done] = arguments;
const holds = () => document.querySelector(selector)?.textContent.includes(words);
const observer = new MutationObserver(() => {
  if (!holds()) return;
  observer.disconnect();
  done(Date.now());
});
observer.observe(document.body, { childList: true, subtree: true, characterData: true });
