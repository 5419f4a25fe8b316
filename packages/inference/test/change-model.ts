import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type ModelProto, ModelProtoSchema, StringStringEntryProtoSchema } from 'onnx-buf';

/** The file with something in it changed. */
export function changeModel(bytes: Uint8Array, change: (model: ModelProto) => void): Uint8Array {
  const model = fromBinary(ModelProtoSchema, Uint8Array.from(bytes));
  change(model);
  return toBinary(ModelProtoSchema, model);
}

/** The file with other strings in its metadata; those that are undefined are taken out. */
export const changeMetadata = (bytes: Uint8Array, strings: Record<string, string | undefined>): Uint8Array =>
  changeModel(bytes, (model) => {
    const own = Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]));
    model.metadataProps = Object.entries({ ...own, ...strings }).flatMap(([key, value]) =>
      value === undefined ? [] : [create(StringStringEntryProtoSchema, { key, value })],
    );
  });

/** The file with fields of its card changed, whatever they are. */
export function changeCard(bytes: Uint8Array, fields: Record<string, unknown>): Uint8Array {
  const { metadataProps } = fromBinary(ModelProtoSchema, bytes);
  const card = JSON.parse(metadataProps.find(({ key }) => key === 'rnnlab')!.value) as object;
  return changeMetadata(bytes, { rnnlab: JSON.stringify({ ...card, ...fields }) });
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
