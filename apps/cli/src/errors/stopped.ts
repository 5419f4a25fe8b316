export type StopSignal = 'SIGINT' | 'SIGTERM';

/** A command that was asked to stop. */
export class Stopped extends Error {
  override name = 'Stopped';

  constructor(
    readonly stopSignal: StopSignal,
    message: string,
  ) {
    super(message);
  }

  /** 128 and the signal's number, as shells have it. */
  get exitCode(): number {
    return this.stopSignal === 'SIGINT' ? 130 : 143;
  }
}
