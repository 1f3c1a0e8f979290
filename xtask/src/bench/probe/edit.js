// An edit of a peer's page, with its own thread watched.
const [place, field, value, busy, done] = arguments;
window.bench.exhaust(busy);
window.bench.watch();
window.edit(place, field, value).then(
  () => setTimeout(() => done(window.bench.longestBlock()), 20),
  (error) => done(String(error)),
);
