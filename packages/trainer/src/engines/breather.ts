/** Milliseconds after which the thread is given to others for a moment. */
const WORK_TIME = 10;

/** To be awaited between the parts of a long piece of work, so that other work of the thread comes between. */
export function breather(): () => Promise<void> {
  let rested = performance.now();
  return async () => {
    if (performance.now() - rested < WORK_TIME) return;
    await new Promise((resolve) => setTimeout(resolve));
    rested = performance.now();
  };
}
