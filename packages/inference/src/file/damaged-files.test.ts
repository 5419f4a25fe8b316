import { expect, test } from 'vitest';
import { changeModel, slotsOf } from '../../test/change-model.js';
import {
  exportImages,
  exportLanguageModel,
  exportTextModel,
  images,
  random,
  readers,
} from '../../test/exported-models.js';
import { InferenceError } from '../error.js';
import { loadModel } from '../load-model.js';

const files = [
  exportTextModel({ cell: 'lstm' }).bytes,
  exportTextModel({ cell: 'gru', bidirectional: true, embedding: 3 }).bytes,
  exportImages(readers.pixels).bytes,
  exportLanguageModel().bytes,
  exportLanguageModel({ layers: [{ type: 'one-hot' }, { type: 'recurrent', cell: 'mgu', units: 4 }] }).bytes,
];

/** Loads and uses a file that may be damaged. True if it worked; anything but an InferenceError is thrown on. */
async function survives(bytes: Uint8Array): Promise<boolean> {
  try {
    const model = await loadModel(bytes);
    try {
      if (model.input === 'text') await model.predict(['Nakamura', 'Li']);
      else if (model.input === 'language') {
        await model.generateMany({ n: 3, maxTokens: 9, seed: 1, prompt: 'ab' });
        await model.score(['abc']);
      } else await model.features(images(2));
    } finally {
      await model.close();
    }
    return true;
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
    expect(error.message).toMatch(/^[^\n]+\.$/);
    return false;
  }
}

/** How many of some damaged files were refused and how many went unnoticed. */
async function tally(count: number, damage: (draw: () => number, k: number) => Uint8Array) {
  const outcomes = { refused: 0, used: 0 };
  for (let k = 0; k < count; k++) {
    if (await survives(damage(random(k), k))) outcomes.used++;
    else outcomes.refused++;
  }
  return outcomes;
}

const pick = <T>(draw: () => number, list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;

test('files with wrong bytes are refused or work, and nothing else happens', async () => {
  const outcomes = await tally(400, (draw, k) => {
    const bytes = Uint8Array.from(files[k % files.length]!);
    const places = 1 + Math.floor(draw() * 3);
    for (let n = 0; n < places; n++) {
      const value = pick(draw, [0, 1, 0x7f, 0x80, 0xff, Math.floor(draw() * 256)]);
      bytes[Math.floor(draw() * bytes.length)] = value;
    }
    return bytes;
  });
  expect(outcomes.refused).toBeGreaterThan(100);
  expect(outcomes.used).toBeGreaterThan(20);
});

test('files with a piece missing, doubled or moved are refused or work', async () => {
  const outcomes = await tally(150, (draw, k) => {
    const bytes = files[k % files.length]!;
    const [a, b, c] = Array.from({ length: 3 }, () => Math.floor(draw() * bytes.length)).sort(
      (x, y) => x - y,
    );
    const [start, middle, end] = [bytes.subarray(0, a), bytes.subarray(a, b), bytes.subarray(c)];
    const between = bytes.subarray(b, c);
    const kept = pick(draw, [
      [start, end],
      [start, middle, middle, between, end],
      [start, between, middle, end],
    ]);
    return Buffer.concat(kept);
  });
  expect(outcomes.refused).toBeGreaterThan(50);
});

test('valid ONNX files with wrong sizes, names and lists are refused or work', async () => {
  const numbers = [0, -1, 1, 2, 3, 7, 65_536, 2 ** 31 - 1, -(2 ** 31)];
  const outcomes = await tally(400, (draw, k) =>
    changeModel(files[k % files.length]!, (model) => {
      const slots = slotsOf(model.graph!);
      const names = slots.map((slot) => slot.get()).filter((value) => typeof value === 'string');
      const slot = pick(draw, slots);
      const value = slot.get();
      if (typeof value === 'bigint') slot.set(BigInt(pick(draw, numbers)));
      else if (typeof value === 'number') slot.set(pick(draw, numbers));
      else if (typeof value === 'string') slot.set(pick(draw, names));
      else if (value instanceof Uint8Array) damageBytes(value, draw, numbers);
      else if (Array.isArray(value)) damageList(value, draw);
    }),
  );
  expect(outcomes.refused).toBeGreaterThan(100);
  expect(outcomes.used).toBeGreaterThan(20);
});

function damageBytes(bytes: Uint8Array, draw: () => number, numbers: readonly number[]): void {
  if (bytes.length < 8) return;
  const place = 8 * Math.floor(draw() * Math.floor(bytes.length / 8));
  new DataView(bytes.buffer, bytes.byteOffset).setBigInt64(place, BigInt(pick(draw, numbers)), true);
}

function damageList(list: unknown[], draw: () => number): void {
  if (list.length === 0) return;
  const place = Math.floor(draw() * list.length);
  const kind = draw();
  if (kind < 0.4) list.splice(place, 1);
  else if (kind < 0.7) list.push(list[place]);
  else [list[0], list[place]] = [list[place], list[0]];
}
