export type StopSignal = 'SIGINT' | 'SIGTERM';

/** A training that was asked to stop. */
export class Interrupted extends Error {
  override name = 'Interrupted';
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
