/** Milliseconds of work after which the event loop gets a turn. */
const MAX_WORK_MS = 10;

/**
 * Makes a function that yields to the event loop, for engines: awaited between the parts of long work, it gives other work
 * of the thread a turn every 10 milliseconds.
 */
export function breather(): () => Promise<void> {
  let lastTurn = performance.now();
  return async () => {
    if (performance.now() - lastTurn < MAX_WORK_MS) return;
    await nextMacrotask();
    lastTurn = performance.now();
  };
}

/** The part of a `MessagePort` that is used here: the types of the DOM are not loaded. */
interface MacrotaskPort {
  onmessage: (() => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** Without a timer: in pages in the background timers wait for a second and more. */
function nextMacrotask(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel() as unknown as Record<'port1' | 'port2', MacrotaskPort>;
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Makes a queue, for engines: it runs actions one after the other, in the order of the calls. One that fails does not stop the others. */
export function inOrder(): <Result>(action: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (action) => {
    const result = last.then(action);
    // Without its value, which would be kept until the next action.
    last = result.then(
      () => {},
      () => {},
    );
    return result;
  };
}
