import { createHash } from 'node:crypto';

/**
 * Makes a session for each program and number of threads once: ONNX Runtime does not give back all memory of a
 * released session. Programs are told apart by their bytes, in which is all that they were compiled from.
 *
 * @param create - Makes a session; if it fails, the next call tries again.
 */
export function sessionCache<Session>(
  create: (model: Uint8Array, threads: number) => Promise<Session>,
): (model: Uint8Array, threads: number) => Promise<Session> {
  const sessions = new Map<string, Promise<Session>>();
  return (model, threads) => {
    const key = `${threads} ${createHash('sha256').update(model).digest('hex')}`;
    const known = sessions.get(key);
    if (known) return known;
    const made = create(model, threads);
    sessions.set(key, made);
    made.catch(() => sessions.delete(key));
    return made;
  };
}
