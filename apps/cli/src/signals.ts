import type { StopSignal } from './errors/stopped.js';

export interface Stop {
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal;
  /** What asked. */
  readonly received: StopSignal | undefined;
  /** Gives the signals back. */
  release(): void;
}

/** npm and npx pass a Ctrl-C on to a process that the terminal has told already: one press then comes as two. */
const ONE_PRESS = 300;

/**
 * Listens for Ctrl-C (SIGINT) and SIGTERM. The first one asks for a stop after the step under way; a second one
 * ends the process at once.
 */
export function listenForStop(onStop: () => void): Stop {
  const controller = new AbortController();
  let received: StopSignal | undefined;
  let at = 0;
  const handle = (signal: StopSignal): void => {
    if (received === undefined) {
      received = signal;
      at = performance.now();
      controller.abort();
      onStop();
    } else if (performance.now() - at > ONE_PRESS) {
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return {
    signal: controller.signal,
    get received() {
      return received;
    },
    release() {
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    },
  };
}
