import { once } from 'node:events';
import type { LanguageModel } from '@rnnlab/inference';
import { Stopped } from '../../errors/stopped.js';
import { listenForStop } from '../../signals.js';
import { createOutput, type Output } from '../../terminal/output.js';
import { openModel } from './open-model.js';
import { type SampleFlags, type SampleOptions, sampleOptions } from './sample-options.js';

/** A text for programs. */
interface Sample {
  prime: string;
  text: string;
  /** Absent of a text that was interrupted. */
  tokens?: number;
  reason?: 'end' | 'stop' | 'length' | 'interrupted';
}

/** `rnnlab sample`. */
export async function sample(path: string, flags: SampleFlags): Promise<void> {
  const options = sampleOptions(flags);
  const output = createOutput(flags.json === true);
  const { file, model } = await openModel(path, 'language');
  const stop = listenForStop(() => {});
  const { condition, seed, beam, sampling } = options;
  const draws = beam === undefined && !sampling.greedy;
  const result = (texts: readonly Sample[]): void =>
    output.result({
      model: file,
      title: model.title,
      ...(condition !== undefined && { condition }),
      ...(beam === undefined && { seed }),
      texts,
    });
  /** A text that is not at its end. */
  const begun: Sample[] = [];
  try {
    result(await write(model, options, output, stop.signal, begun));
    if (draws && flags.seed === undefined && process.stdout.isTTY && !output.json) {
      process.stderr.write(`Drawn with --seed ${seed}, which gives the same again.\n`);
    }
  } catch (error) {
    if (stop.received === undefined || !stop.signal.aborted) throw error;
    // What was written stays, on a line of its own.
    output.line();
    result(begun);
    throw new Stopped(stop.received, 'Stopped before the end of the text.');
  } finally {
    stop.release();
    await model.close();
  }
}

/** @param begun - Takes a text while it is written. */
async function write(
  model: LanguageModel,
  { primes, maxTokens, sampling, beam, stop, condition, seed }: SampleOptions,
  output: Output,
  signal: AbortSignal,
  begun: Sample[],
): Promise<Sample[]> {
  const { bold } = output.colors;
  const common = { maxTokens, signal, condition };
  const [prime] = primes as [string];
  if (!beam && primes.length === 1) {
    const pieces = model.generate({ ...common, ...sampling, prime, stop, seed });
    // Checks what was asked for before anything is shown.
    let next = await pieces.next();
    await show(output, bold(prime));
    const soFar: Sample = { prime, text: '', reason: 'interrupted' };
    begun.push(soFar);
    while (!next.done) {
      soFar.text += next.value;
      await show(output, next.value);
      next = await pieces.next();
    }
    output.line();
    return [{ prime, ...next.value }];
  }
  const results: Omit<Sample, 'prime'>[] = beam
    ? await model.beam({ ...common, ...beam, prime })
    : await model.generateMany({ ...common, ...sampling, prime: primes, stop, seed });
  const texts = results.map((result, k) => ({ prime: primes[k]!, ...result }));
  // Texts that end are lines; running text has lines of its own.
  const apart = model.ends ? '' : '\n';
  output.line(texts.map(({ prime: begins, text }) => `${bold(begins)}${text}`).join(`\n${apart}`));
  return texts;
}

/** Writes a part of a line, no faster than it is read. */
async function show({ json }: Output, text: string): Promise<void> {
  if (json || text === '' || process.stdout.write(text)) return;
  await once(process.stdout, 'drain');
}
