// Contrast of every pair of tokens that meet on screen, in both themes, by WCAG 2.2's relative luminance.
// Also asserts that the two dark blocks of tokens.css are the same. Run: node style/check.mjs
import { readFileSync } from "node:fs";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const block = (start) => {
  const from = css.indexOf("{", css.indexOf(start)) + 1;
  return Object.fromEntries([...css.slice(from, css.indexOf("}", from)).matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, k, v]) => [k, v]));
};
const light = block(":root {");
const system = block(':root:not([data-theme="light"]) {');
const chosen = block('\n:root[data-theme="dark"] {');
const dark = { ...light, ...chosen };

const text = [ // ink, grounds: at least 4.5
  ["ink", "paper sheet sunk tint-paper gold-pale lake-pale good-pale warn-pale bad-pale"],
  ["ink-soft", "paper sheet sunk tint-paper gold-pale warn-pale"],
  ["ink-faint", "sheet sunk"],
  ["lake", "paper sheet lake-pale"], ["lake-strong", "paper sheet lake-pale gold-pale"],
  ["primary-ink", "primary primary-edge"], ["bad-ink", "bad bad-edge"], ["gold-ink", "gold"], ["masthead-ink", "masthead masthead-press"],
  ["good", "paper sheet good-pale gold-pale"], ["warn", "paper sheet warn-pale gold-pale"], ["bad", "paper sheet bad-pale gold-pale"],
  ["flyer-ink", "flyer-gold flyer-salmon flyer-mint flyer-sky"], ["paper", "ink"],
];
const parts = [ // borders, icons, rings: at least 3
  ["rule-strong", "paper sheet sunk"], ["focus", "paper sheet sunk masthead gold-pale lake-pale warn-pale bad-pale flyer-gold flyer-salmon flyer-mint flyer-sky"],
  ["ink", "gold"], ["gold-ink", "gold"], ["primary", "paper sheet"], ["bad", "paper sheet"],
];

const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const luminance = (hex) => {
  const [r, g, b] = [1, 3, 5].map((i) => channel(parseInt(hex.slice(i, i + 2), 16)));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (a, b) => {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
};

let failed = 0, passed = 0, least = { text: 99, parts: 99 };
const expect = (ok, line) => { if (ok) passed++; else { failed++; console.error("FAIL", line); } };
expect(JSON.stringify(system) === JSON.stringify(chosen), "the two dark blocks differ");
for (const [theme, tokens] of [["light", light], ["dark", dark]]) {
  for (const [kind, pairs, bar] of [["text", text, 4.5], ["parts", parts, 3]]) {
    for (const [ink, grounds] of pairs) for (const ground of grounds.split(" ")) {
      if (theme === "dark" && kind === "parts" && ink === "ink") continue; // chips have no border to see on gold in the dark
      const r = ratio(tokens[ink], tokens[ground]);
      least[kind] = Math.min(least[kind], r);
      expect(r >= bar, `${theme} ${ink} on ${ground}: ${r.toFixed(2)} < ${bar}`);
    }
  }
}
console.log(`least: text ${least.text.toFixed(2)}, parts ${least.parts.toFixed(2)}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
