// Installed in every page that is measured: `window.bench`.
window.bench ??= {
  /** Resolves when at least `count` entries of that name have been recorded. */
  recorded(name, count) {
    return new Promise((resolve) => {
      let seen = 0;
      const observer = new PerformanceObserver((list) => {
        seen += list.getEntriesByName(name).length;
        if (seen >= count) {
          observer.disconnect();
          resolve();
        }
      });
      for (const type of ["mark", "measure"]) observer.observe({ type, buffered: true });
    });
  },

  /** Milliseconds that a fixed amount of arithmetic takes. */
  work(rounds) {
    const began = performance.now();
    let state = 1;
    for (let round = 0; round < rounds; round += 1) state = (Math.imul(state, 1664525) + 1013904223) | 0;
    this.worked = state;
    return performance.now() - began;
  },

  /** The same in a Worker. */
  workInWorker(rounds) {
    const program = `onmessage = ({ data }) => postMessage({ ${this.work} }.work(data));`;
    const worker = new Worker(`data:text/javascript,${encodeURIComponent(program)}`);
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        worker.terminate();
        resolve(data);
      };
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(rounds);
    });
  },

  /** Keeps this thread busy, so that no processor time unused so far is left over for what follows. */
  exhaust(milliseconds) {
    const until = performance.now() + milliseconds;
    while (performance.now() < until) this.work(1000);
  },

  /** Starts watching for times in which nothing else could run on this thread. */
  watch() {
    let longest = 0;
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    };
    const timer = setInterval(tick, 1);
    this.longestBlock = () => {
      tick();
      clearInterval(timer);
      return longest;
    };
  },
};
