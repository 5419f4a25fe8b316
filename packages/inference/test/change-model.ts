import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { type ModelProto, ModelProtoSchema } from 'onnx-buf';

/** The file with something in it changed. */
export function changeModel(bytes: Uint8Array, change: (model: ModelProto) => void): Uint8Array {
  const model = fromBinary(ModelProtoSchema, Uint8Array.from(bytes));
  change(model);
  return toBinary(ModelProtoSchema, model);
}

/** A place in a file that holds a number, a text, bytes or a list. */
export interface Slot {
  get(): unknown;
  set(value: unknown): void;
}

/** All places in a file, in order. */
export function slotsOf(node: object, slots: Slot[] = []): Slot[] {
  const record = node as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    const value = record[key];
    // The case of a union says which type its value has.
    if (key.startsWith('$') || key === 'case' || value === undefined) continue;
    slots.push({
      get: () => record[key],
      set: (changed) => {
        record[key] = changed;
      },
    });
    if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) slotsOf(value, slots);
  }
  return slots;
}
