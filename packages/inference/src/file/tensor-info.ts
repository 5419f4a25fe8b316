import { TensorProto_DataType, type ValueInfoProto } from 'onnx-buf';

/** True for a tensor of this name, element type and number of axes. */
export function isTensor(
  info: ValueInfoProto | undefined,
  name: string,
  type: TensorProto_DataType,
  rank: number,
): info is ValueInfoProto {
  return info?.name === name && elementType(info) === type && dims(info).length === rank;
}

/** The sizes of a tensor's axes; names where a run decides. */
export function dims({ type }: ValueInfoProto): (number | string)[] {
  if (type?.value.case !== 'tensorType') return [];
  return (type.value.value.shape?.dim ?? []).map(({ value }) =>
    value.case === 'dimValue' ? Number(value.value) : (value.value ?? '?'),
  );
}

export const elementType = ({ type }: ValueInfoProto): number =>
  type?.value.case === 'tensorType' ? type.value.value.elemType : 0;

/** A tensor for a message: `ids int32 [batch, steps]`. */
export function signature(info: ValueInfoProto): string {
  const type = TensorProto_DataType[elementType(info)]?.toLowerCase() ?? 'unknown';
  return `${info.name} ${type} [${dims(info).join(', ')}]`.slice(0, 100);
}

/** Several tensors for a message. */
export const signatures = (infos: readonly ValueInfoProto[]): string =>
  infos.map(signature).join(' and ') || 'nothing';
