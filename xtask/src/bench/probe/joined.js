// From the press of a button until an element holds some words, in milliseconds.
const [button, selector, words, done] = arguments;
const holds = () => document.querySelector(selector)?.textContent.includes(words);
const press = () => {
  const pressed = document.querySelector(button);
  if (!pressed) return setTimeout(press, 20);
  const begun = performance.now();
  const look = () => (holds() ? done(performance.now() - begun) : requestAnimationFrame(look));
  pressed.click();
  look();
};
press();
