/** Milliseconds after which the thread is given to others for a moment. */
const WORK_TIME = 10;

/** For engines: to be awaited between the parts of a long piece of work, so that other work of the thread comes between. */
export function breather(): () => Promise<void> {
  let rested = performance.now();
  return async () => {
    if (performance.now() - rested < WORK_TIME) return;
    await nextTurn();
    rested = performance.now();
  };
}

/** As much of a `MessagePort` as is used here: the types of the DOM are not loaded. */
interface Port {
  onmessage: (() => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** Without a timer: pages that are not seen have those wait for a second and more. */
function nextTurn(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel() as unknown as Record<'port1' | 'port2', Port>;
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
