import { isTokenStream, type RunDirectory, type TrainingPosition } from '@rnnlab/trainer';
import type { Settings } from '../settings/settings.js';
import {
  generatesTexts,
  generateTexts,
  generationOptions,
  noveltyOf,
  type WrittenText,
} from '../tasks/generation.js';
import type { Prepared } from '../tasks/task.js';
import type { Result } from './stored-run.js';

/** Texts generated during training, as a line of `metrics.jsonl`. */
export interface SamplesRecord extends TrainingPosition {
  kind: 'samples';
  temperature: number;
  texts: WrittenText[];
}

/** Reads the generated texts so far, in the order of the training. */
export async function samplesOf(directory: RunDirectory): Promise<SamplesRecord[]> {
  const metrics = new TextDecoder().decode(
    await directory.read('metrics.jsonl').catch(() => new Uint8Array()),
  );
  return metrics.split('\n').flatMap((line) => {
    if (!line.startsWith('{"kind":"samples"')) return [];
    return [JSON.parse(line) as SamplesRecord];
  });
}

/** Logs generated texts among the metrics, and for people in `samples.txt`. */
export async function logSamples(directory: RunDirectory, record: SamplesRecord): Promise<void> {
  await directory.log(record);
  await writeSamples(directory);
}

/** Writes `samples.txt` from the metrics: texts that a resumed run generated after its checkpoint are gone from both. */
export async function writeSamples(directory: RunDirectory): Promise<void> {
  const records = await samplesOf(directory);
  if (records.length > 0) await directory.write('samples.txt', records.map(sectionOf).join('\n'));
}

function sectionOf({ epoch, step, temperature, texts }: SamplesRecord): string {
  const heading = `=== epoch ${epoch}, step ${step}, temperature ${temperature} ===`;
  return `${heading}\n\n${linesOf(texts).join('\n')}\n`;
}

/** Formats generated texts as lines: those of a label in one line, those of several lines with a rule between them. */
export function linesOf(texts: readonly WrittenText[]): string[] {
  const byLabel = new Map<string | undefined, string[]>();
  for (const { label, text } of texts) byLabel.set(label, [...(byLabel.get(label) ?? []), text]);
  return [...byLabel].flatMap(([label, own]) => {
    if (label !== undefined) return [`${label}: ${own.join(', ')}`];
    if (!own.some((text) => text.includes('\n'))) return own;
    return own.flatMap((text, k) => (k === 0 ? [text] : ['', '-'.repeat(20), '', text]));
  });
}

/** Generated texts for the novelty, all labels together. */
const TEXTS = 1000;

/** Generates the final texts of a trained language model, and computes their novelty. */
export async function finalTexts(
  prepared: Prepared,
  settings: Settings,
  model: Uint8Array,
): Promise<Pick<Result, 'texts' | 'novelty'>> {
  const { parts, language } = prepared;
  if (!language) return {};
  const options = generationOptions(settings, 0);
  const texts = generatesTexts(options) ? await generateTexts(model, options) : [];
  if (isTokenStream(parts.train.examples)) return { texts };
  const labels = Object.keys(language.conditions ?? {}).length;
  const many = { ...options, prompts: null, count: Math.ceil(TEXTS / Math.max(1, labels)) };
  return { texts, novelty: noveltyOf(prepared, await generateTexts(model, many)) };
}
