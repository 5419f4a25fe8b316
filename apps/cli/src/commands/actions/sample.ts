import { once } from 'node:events';
import { type LanguageModel, loadModel } from '@rnnlab/inference';
import { Interrupted } from '../../errors/interrupted.js';
import { listenForStop } from '../../signals.js';
import { createOutput, type Output } from '../../terminal/output.js';
import { modelFile } from './model-file.js';
import { type SampleFlags, type SampleOptions, sampleOptions } from './sample-options.js';

/** A text for programs. */
interface Sample {
  prime: string;
  text: string;
  tokens: number;
}

/** `rnnlab sample`. */
export async function sample(path: string, flags: SampleFlags): Promise<void> {
  const options = sampleOptions(flags);
  const output = createOutput(flags.json === true);
  const file = modelFile(path);
  const model = await loadModel(file, { input: 'language' });
  const stop = listenForStop(() => {});
  try {
    const texts = await write(model, options, output, stop.signal);
    const { condition, seed, beam } = options;
    output.result({
      model: file,
      title: model.title,
      ...(condition !== undefined && { condition }),
      ...(beam === undefined && { seed }),
      texts,
    });
  } catch (error) {
    if (stop.received === undefined || !stop.signal.aborted) throw error;
    // What was written stays, on a line of its own.
    output.line();
    throw new Interrupted(stop.received, 'Stopped before the end of the text.');
  } finally {
    stop.release();
    await model.close();
  }
}

async function write(
  model: LanguageModel,
  { primes, maxTokens, sampling, beam, stop, condition, seed }: SampleOptions,
  output: Output,
  signal: AbortSignal,
): Promise<Sample[]> {
  const { bold } = output.colours;
  const common = { maxTokens, signal, condition };
  const [prime] = primes as [string];
  if (!beam && primes.length === 1) {
    const pieces = model.generate({ ...common, ...sampling, prime, stop, seed });
    // Checks what was asked for before anything is shown.
    let next = await pieces.next();
    await show(output, bold(prime));
    while (!next.done) {
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
