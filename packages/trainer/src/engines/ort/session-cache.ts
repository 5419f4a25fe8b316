import type { SessionSettings } from './protocol.js';

/**
 * Makes a session for each program, number of threads and device once: ONNX Runtime does not give back all memory of a
 * released session. Programs are told apart by their bytes, in which is all that they were compiled from.
 *
 * @param create - Makes a session; if it fails, the next call tries again.
 */
export function sessionCache<Session>(
  create: (model: Uint8Array, settings: SessionSettings) => Promise<Session>,
): (model: Uint8Array, settings: SessionSettings) => Promise<Session> {
  let sessions: { model: Uint8Array; settings: SessionSettings; session: Promise<Session> }[] = [];
  return (model, settings) => {
    const known = sessions.find(
      (other) =>
        other.settings.threads === settings.threads &&
        other.settings.device === settings.device &&
        equal(other.model, model),
    );
    if (known) return known.session;
    const made = { model, settings, session: create(model, settings) };
    sessions.push(made);
    made.session.catch(() => {
      sessions = sessions.filter((other) => other !== made);
    });
    return made.session;
  };
}

const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, k) => byte === b[k]);
