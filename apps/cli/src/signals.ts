type StopSignal = 'SIGINT' | 'SIGTERM';

/** The error of a command that was stopped by a signal. */
export class Stopped extends Error {
  override name = 'Stopped';

  constructor(
    readonly stopSignal: StopSignal,
    message: string,
  ) {
    super(message);
  }

  /** 128 plus the number of the signal, as in shells. */
  get exitCode(): number {
    return this.stopSignal === 'SIGINT' ? 130 : 143;
  }
}

/** A listener of signals. */
interface Stop {
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal;
  /** The signal that asked for it. */
  readonly received: StopSignal | undefined;
  /** Removes the signal handlers. */
  release(): void;
}

/** Milliseconds: npm and npx forward a Ctrl-C that the terminal has sent to the process, too, so one press comes as two. */
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
