import { once } from 'node:events';
import type { LanguageModel } from '@rnnlab/inference';
import type { Command } from 'commander';
import { listenForStop, Stopped } from '../signals.js';
import { createOutput, type Output } from '../terminal.js';
import { collect, JSON_OPTION, programName } from './command.js';
import { openModel } from './open-model.js';
import { type SampleFlags, type SampleOptions, sampleOptions } from './sample-options.js';

export function addSample(program: Command): void {
  program
    .command('sample')
    .summary('generate text with a language model')
    .description(
      'Generates text from a prompt with a language model, and prints each token as soon as it is sampled. A model file ' +
        'is self-contained: it needs no run and no dataset.',
    )
    .argument('<model>', 'a run directory or an ONNX file of a run')
    .option('--prompt <text>', 'the prompt: the text that is continued; \\n is a line break')
    .option(
      '--each <characters>',
      'one text for each of these characters, with the character as its prompt; \\n is a line break',
    )
    .option(
      '--length <n>',
      'maximum number of generated tokens (characters, of a character-level model)',
      '1000',
    )
    .option(
      '--temperature <t>',
      'sampling temperature: the logits are divided by it; below 1 more conservative, above 1 more random (default: 1)',
    )
    .option('--top-k <k>', 'top-k sampling: sample from the k most probable tokens')
    .option(
      '--top-p <p>',
      'nucleus (top-p) sampling: sample from the smallest set of most probable tokens whose probabilities sum to p',
    )
    .option(
      '--min-p <p>',
      'min-p sampling: sample from the tokens that are at least p times as probable as the most probable one',
    )
    .option('--greedy', 'greedy decoding: take the most probable token (argmax) in every step')
    .option('--beam <n>', 'beam search for the most probable text, with a beam width of n')
    .option('--stop <text>', 'stop sequence: end the text before it; may be repeated', collect)
    .option('--n <n>', 'number of texts (batch size), generated in parallel')
    .option(
      '--condition <label>',
      'the label to condition on, of a conditional model (such as the language of a name)',
    )
    .option('--seed <n>', 'random seed: the same seed gives the same texts; random by default')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      () => `\nExamples:\n  ${programName()} sample runs/shakespeare-1 --prompt "ROMEO:" --temperature 0.8
  ${programName()} sample runs/startrek-1 --each KSKSKS --temperature 0.5
  ${programName()} sample names.onnx --condition Italian --n 10 --seed 1`,
    )
    .action(sample);
}

/** A generated text, as `--json` prints it. */
interface Sample {
  prompt: string;
  text: string;
  /** Missing from a text that was interrupted. */
  tokens?: number;
  reason?: 'end' | 'stop' | 'length' | 'interrupted';
}

async function sample(path: string, flags: SampleFlags): Promise<void> {
  const options = sampleOptions(flags);
  const output = createOutput(flags.json === true);
  const { file, model } = await openModel(path, 'language');
  const stop = listenForStop(() => {});
  const { condition, seed, beam, sampling } = options;
  const random = beam === undefined && !sampling.greedy;
  const result = (texts: readonly Sample[]): void =>
    output.result({
      model: file,
      title: model.title,
      ...(condition !== undefined && { condition }),
      ...(beam === undefined && { seed }),
      texts,
    });
  /** The text that is being generated. */
  const unfinished: Sample[] = [];
  try {
    result(await generate(model, options, output, stop.signal, unfinished));
    if (random && flags.seed === undefined && process.stdout.isTTY && !output.json) {
      process.stderr.write(`Sampled with --seed ${seed}, which reproduces it.\n`);
    }
  } catch (error) {
    if (stop.received === undefined || !stop.signal.aborted) throw error;
    // What was generated stays, on a line of its own.
    output.line();
    result(unfinished);
    throw new Stopped(stop.received, 'Stopped before the end of the text.');
  } finally {
    stop.release();
    await model.close();
  }
}

/** @param unfinished - Receives a text while it is generated. */
async function generate(
  model: LanguageModel,
  { prompts, maxTokens, sampling, beam, stop, condition, seed }: SampleOptions,
  output: Output,
  signal: AbortSignal,
  unfinished: Sample[],
): Promise<Sample[]> {
  const { bold } = output.colors;
  const common = { maxTokens, signal, condition };
  const [prompt] = prompts as [string];
  if (!beam && prompts.length === 1) {
    const pieces = model.generate({ ...common, ...sampling, prompt, stop, seed });
    // The first step checks the options before anything is shown.
    let next = await pieces.next();
    await show(output, bold(prompt));
    const soFar: Sample = { prompt, text: '', reason: 'interrupted' };
    unfinished.push(soFar);
    while (!next.done) {
      soFar.text += next.value;
      await show(output, next.value);
      next = await pieces.next();
    }
    output.line();
    return [{ prompt, ...next.value }];
  }
  const results: Omit<Sample, 'prompt'>[] = beam
    ? await model.beamSearch({ ...common, ...beam, prompt })
    : await model.generateMany({ ...common, ...sampling, prompt: prompts, stop, seed });
  const texts = results.map((result, k) => ({ prompt: prompts[k]!, ...result }));
  // Texts that end are lines; running text has line breaks of its own.
  const blankLine = model.ends ? '' : '\n';
  output.line(texts.map((sample) => `${bold(sample.prompt)}${sample.text}`).join(`\n${blankLine}`));
  return texts;
}

/** Writes a part of a line, no faster than it is read (backpressure). */
async function show({ json }: Output, text: string): Promise<void> {
  if (json || text === '' || process.stdout.write(text)) return;
  await once(process.stdout, 'drain');
}
