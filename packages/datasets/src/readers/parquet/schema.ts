import type { SchemaElement, SchemaTree } from 'hyparquet';

/** The kind of values of a column, or of a part of one. */
export type ParquetKind =
  | 'boolean'
  | 'integer'
  | 'float'
  | 'decimal'
  | 'text'
  | 'bytes'
  | 'json'
  | 'uuid'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'list'
  | 'map'
  | 'struct';

/** A column of a Parquet file, or a part of one. */
export interface ParquetColumn {
  /** The name in the schema. */
  readonly name: string;
  /** The kind of its values. */
  readonly kind: ParquetKind;
  /** Whether a value may be `null`. */
  readonly nullable: boolean;
  /** The physical type in the file: `'INT64'`, `'BYTE_ARRAY'`; undefined if it has parts. */
  readonly physicalType: SchemaElement['type'];
  /** The unit of times and timestamps in the file. */
  readonly unit?: 'MILLIS' | 'MICROS' | 'NANOS';
  /** The parts of a struct, the elements of a list (one part), the keys and values of a map (two parts). */
  readonly parts: readonly ParquetColumn[];
}

/** The values of one column, or one part of a column, as they lie in the file. */
export interface Leaf {
  /** Its index among the leaves of the file. */
  readonly index: number;
  readonly path: readonly string[];
  readonly element: SchemaElement;
  /** From the root to the leaf. */
  readonly schemaPath: SchemaTree[];
  readonly maxDefinition: number;
  readonly maxRepetition: number;
  /** Whether there is exactly one value, or null, for each row. */
  readonly flat: boolean;
}

/** A column as readers see it. */
export interface Column {
  readonly name: string;
  readonly tree: SchemaTree;
  readonly leaves: readonly Leaf[];
  readonly described: ParquetColumn;
}

const MAX_DEPTH = 32;

/**
 * The columns of a schema, which lies in the file as a list, parents before children.
 *
 * @throws {Error} If it is not a tree.
 */
export function columnsOf(elements: readonly SchemaElement[]): Column[] {
  let at = 0;
  let leaves = 0;

  function tree(path: string[]): SchemaTree {
    const found = elements[at++];
    if (found === undefined) throw new Error('its schema ends too early');
    if (path.length > MAX_DEPTH) throw new Error('its schema is nested too deeply');
    const element = normalized(found);
    const name = at === 1 ? [] : [...path, element.name];
    if (at > 1 && (typeof element.name !== 'string' || element.name === '__proto__')) {
      throw new Error('its schema has a column without a usable name');
    }
    const count = element.num_children ?? 0;
    if (!Number.isInteger(count) || count < 0) throw new Error('its schema is not a tree');
    if (count > elements.length) throw new Error('its schema ends too early');
    if (at > 1 && count === 0 && element.type === undefined) {
      throw new Error(`its column ${element.name} has no known type`);
    }
    const start = at;
    const children = Array.from({ length: count }, () => tree(name));
    if (new Set(children.map((child) => child.element.name)).size < count) {
      throw new Error('its schema has one name twice');
    }
    return { count: at - start + 1, element, children, path: name };
  }

  function leavesOf(path: SchemaTree[]): Leaf[] {
    const { children, element, path: names } = path.at(-1)!;
    if (children.length > 0) return children.flatMap((child) => leavesOf([...path, child]));
    const types = path.slice(1).map((part) => part.element.repetition_type);
    const maxRepetition = types.filter((type) => type === 'REPEATED').length;
    return [
      {
        index: leaves++,
        path: names,
        element,
        schemaPath: path,
        maxDefinition: types.filter((type) => type !== 'REQUIRED').length,
        maxRepetition,
        flat: path.length === 2 && maxRepetition === 0,
      },
    ];
  }

  const root = tree([]);
  if (at !== elements.length) throw new Error('its schema is not a tree');
  return root.children.map((child) => ({
    name: child.element.name,
    tree: child,
    leaves: leavesOf([root, child]),
    described: describe(child),
  }));
}

/** Lists and maps are marked in two ways, of which readers look at the older one. */
function normalized(element: SchemaElement): SchemaElement {
  const { logical_type, converted_type } = element;
  if (logical_type?.type === 'LIST' || logical_type?.type === 'MAP') {
    return { ...element, converted_type: logical_type.type };
  }
  // The older of two names for the same.
  if (converted_type === 'MAP_KEY_VALUE' && (element.num_children ?? 0) === 1) {
    return { ...element, converted_type: 'MAP' };
  }
  // Read as the struct of bytes that it is.
  if (logical_type?.type === 'VARIANT') return { ...element, logical_type: undefined as never };
  return element;
}

function describe(tree: SchemaTree): ParquetColumn {
  const { element, children } = tree;
  const kind = kindOf(element);
  const unit = unitOf(element);
  const inner = kind === 'list' || kind === 'map' ? children[0] : undefined;
  const one: ParquetColumn = {
    name: element.name,
    kind,
    nullable: element.repetition_type === 'OPTIONAL',
    physicalType: element.type,
    ...(unit === undefined ? {} : { unit }),
    // The middle one of the three levels of a list, and of a map, is nothing to readers.
    parts: (inner === undefined ? children : inner.children.length > 0 ? inner.children : [inner]).map(
      (child) => (child === inner ? describeOnce(child) : describe(child)),
    ),
  };
  if (element.repetition_type !== 'REPEATED') return one;
  return { ...one, kind: 'list', nullable: false, physicalType: undefined, parts: [one] };
}

function describeOnce(tree: SchemaTree): ParquetColumn {
  return describe({ ...tree, element: { ...tree.element, repetition_type: 'REQUIRED' } });
}

/** The kind of values of an element of a schema. */
export function kindOf(element: SchemaElement): ParquetKind {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (type === undefined) {
    return converted === 'LIST' ? 'list' : converted === 'MAP' ? 'map' : 'struct';
  }
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return 'decimal';
  if (logical?.type === 'TIMESTAMP' || converted?.startsWith('TIMESTAMP_') || type === 'INT96') {
    return 'timestamp';
  }
  if (logical?.type === 'TIME' || converted?.startsWith('TIME_')) return 'time';
  if (converted === 'DATE' || logical?.type === 'DATE') return 'date';
  if (type === 'BOOLEAN') return 'boolean';
  if (type === 'FLOAT' || type === 'DOUBLE' || logical?.type === 'FLOAT16') return 'float';
  if (type === 'INT32' || type === 'INT64') return 'integer';
  if (converted === 'JSON' || logical?.type === 'JSON') return 'json';
  if (logical?.type === 'UUID') return 'uuid';
  if (
    converted === 'UTF8' ||
    converted === 'ENUM' ||
    logical?.type === 'STRING' ||
    logical?.type === 'ENUM'
  ) {
    return 'text';
  }
  return 'bytes';
}

/** The unit of a time or a timestamp. */
export function unitOf(element: SchemaElement): 'MILLIS' | 'MICROS' | 'NANOS' | undefined {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (logical?.type === 'TIMESTAMP' || logical?.type === 'TIME') return logical.unit;
  if (converted?.endsWith('_MILLIS')) return 'MILLIS';
  if (converted?.endsWith('_MICROS')) return 'MICROS';
  return type === 'INT96' ? 'NANOS' : undefined;
}
