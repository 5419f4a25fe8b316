import type { DatasetError } from '../error.js';
import { readAll } from '../sources/byte-stream.js';
import { gunzip } from '../sources/gzip.js';
import { byteSource, type Readable } from '../sources/readable.js';
import {
  latin1,
  OPCODES as OP,
  opcodeName,
  PickleInput,
  unescapeText,
  unquoteBytes,
} from './pickle-input.js';
import {
  ArrayInProgress,
  buildDType,
  DType,
  Global,
  type PickleKey,
  type PickleValue,
  reduce,
} from './pickle-numpy.js';

/** A pickle's bytes stay in memory, as the values are views of them. */
const MAX_BYTES = 2 ** 31;

/**
 * Reads a Python pickle of plain data, gzipped or not, without running anything: protocols 0 to 5 with dict, list,
 * tuple, str, bytes, int, float, bool, None and arrays and numbers of NumPy. Everything else, and so every opcode
 * that could call a function or make an object, is refused.
 *
 * @param readable - A path (in Node), an http(s) address, bytes, a Blob or a source.
 * @returns Lists and tuples as arrays, a dict as a Map, bytes and the strings of Python 2 as bytes; NumPy arrays as
 * `{ dtype, shape, data }`. Nothing is copied that need not be.
 * @throws {DatasetError} If the pickle is damaged or holds anything else: with the opcode, the name it asks for and
 * the byte where it is.
 *
 * Source: Python's `pickletools`.
 *
 * @example
 * const meta = await readPickle('batches.meta'); // Map { 'label_names' => [Uint8Array, …], … }
 */
export async function readPickle(readable: Readable): Promise<PickleValue> {
  const source = gunzip(byteSource(readable));
  return unpickle(await readAll(source, MAX_BYTES), source.name);
}

const PLAIN = 'plain data and NumPy arrays, as nothing in a pickle is ever run';
/**
 * A pickle can refer to the same bytes again and again; copied each time they would fill any memory. No pickler makes
 * more than one or two copies of a byte.
 */
const MAX_COPIES = 4;
const MARGIN = 2 ** 16;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The value of a pickle.
 *
 * @throws {DatasetError} If it is damaged, or is more than plain data: then with the opcode, what it asks for and the
 * byte where it is.
 */
function unpickle(bytes: Uint8Array, file: string): PickleValue {
  return new Unpickler(new PickleInput(bytes, file)).run();
}

/**
 * The stack machine of the pickle protocols, without those opcodes that can run code. A `Global` and a `DType` are
 * internal: they occur on the stack and in the tuples of arguments, never in what comes out.
 */
class Unpickler {
  readonly #input: PickleInput;
  readonly #stack: unknown[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, unknown>();
  /** Tuples that hold something internal. */
  readonly #internal = new WeakSet<object>();
  readonly #arrays: { readonly array: ArrayInProgress; readonly offset: number }[] = [];
  /** Bytes that may still be copied. */
  #budget: number;
  /** Of the current opcode. */
  #offset = 0;
  #opcode = 0;

  constructor(input: PickleInput) {
    this.#input = input;
    this.#budget = MAX_COPIES * input.size + MARGIN;
  }

  run(): PickleValue {
    do {
      this.#offset = this.#input.offset;
      this.#opcode = this.#input.uint8();
    } while (this.#runScalar() || this.#runContainer() || this.#runNamed());
    if (this.#opcode !== OP.STOP) {
      if (this.#opcode === OP.INST) throw this.#unknownName(...this.#twoLines());
      throw this.#fault(`the opcode ${opcodeName(this.#opcode)}`, PLAIN);
    }
    const value = this.#pop();
    const empty = this.#arrays.find(({ array }) => !array.filled);
    if (empty) throw this.#input.fault(empty.offset, 'a NumPy array that is never filled', 'its elements');
    return this.#plain(value);
  }

  /** Numbers, texts and bytes. @returns Whether the opcode was one of them. */
  #runScalar(): boolean {
    const input = this.#input;
    switch (this.#opcode) {
      case OP.NONE:
        return this.#push(null);
      case OP.NEWTRUE:
        return this.#push(true);
      case OP.NEWFALSE:
        return this.#push(false);
      case OP.INT:
      case OP.LONG:
        return this.#push(input.decimal());
      case OP.BININT:
        return this.#push(input.int32());
      case OP.BININT1:
        return this.#push(input.uint8());
      case OP.BININT2:
        return this.#push(input.uint16());
      case OP.LONG1:
        return this.#push(input.long(input.uint8()));
      case OP.LONG4:
        return this.#push(input.long(input.uint32()));
      case OP.FLOAT:
        return this.#push(input.decimalFloat());
      case OP.BINFLOAT:
        return this.#push(input.float64());
      case OP.STRING:
        return this.#push(unquoteBytes(input.line()) ?? this.#wrong('a string that is not in quotes'));
      case OP.UNICODE:
        return this.#push(unescapeText(input.line()) ?? this.#wrong('an escape that is no character'));
      case OP.SHORT_BINUNICODE:
        return this.#push(input.text(input.uint8()));
      case OP.BINUNICODE:
        return this.#push(input.text(input.uint32()));
      case OP.BINUNICODE8:
        return this.#push(input.text(input.uint64()));
      case OP.SHORT_BINSTRING:
      case OP.SHORT_BINBYTES:
        return this.#push(input.bytes(input.uint8()));
      case OP.BINSTRING:
      case OP.BINBYTES:
        return this.#push(input.bytes(input.uint32()));
      case OP.BINBYTES8:
      case OP.BYTEARRAY8:
        return this.#push(input.bytes(input.uint64()));
      default:
        return false;
    }
  }

  /** Lists, tuples, dicts, the stack and the memo. */
  #runContainer(): boolean {
    switch (this.#opcode) {
      case OP.MARK:
        this.#marks.push(this.#stack.length);
        return true;
      case OP.POP:
        if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
        else this.#pop();
        return true;
      case OP.POP_MARK:
        this.#popMarked();
        return true;
      case OP.DUP:
        return this.#push(this.#top());
      case OP.EMPTY_LIST:
        return this.#push([]);
      case OP.LIST:
        return this.#push(this.#popMarked().map((item) => this.#plain(item)));
      case OP.APPEND:
        return this.#append([this.#pop()]);
      case OP.APPENDS:
        return this.#append(this.#popMarked());
      case OP.EMPTY_DICT:
        return this.#push(new Map());
      case OP.DICT: {
        const items = this.#popMarked();
        this.#push(new Map());
        return this.#setItems(items);
      }
      case OP.SETITEM: {
        const value = this.#pop();
        return this.#setItems([this.#pop(), value]);
      }
      case OP.SETITEMS:
        return this.#setItems(this.#popMarked());
      case OP.EMPTY_TUPLE:
        return this.#pushTuple([]);
      case OP.TUPLE:
        return this.#pushTuple(this.#popMarked());
      case OP.TUPLE1:
      case OP.TUPLE2:
      case OP.TUPLE3: {
        const items: unknown[] = [];
        for (let count = this.#opcode - OP.TUPLE1 + 1; count > 0; count--) items.unshift(this.#pop());
        return this.#pushTuple(items);
      }
      case OP.PUT:
        return this.#memoPut(this.#input.index());
      case OP.BINPUT:
        return this.#memoPut(this.#input.uint8());
      case OP.LONG_BINPUT:
        return this.#memoPut(this.#input.uint32());
      case OP.MEMOIZE:
        return this.#memoPut(this.#memo.size);
      case OP.GET:
        return this.#memoGet(this.#input.index());
      case OP.BINGET:
        return this.#memoGet(this.#input.uint8());
      case OP.LONG_BINGET:
        return this.#memoGet(this.#input.uint32());
      default:
        return false;
    }
  }

  /** The protocol, and what refers to names: only those of data are known, and none is called. */
  #runNamed(): boolean {
    const input = this.#input;
    switch (this.#opcode) {
      case OP.PROTO: {
        const version = input.uint8();
        if (version > 5) throw this.#fault(`pickle protocol ${version}`, 'at most 5');
        return true;
      }
      case OP.FRAME:
        input.uint64();
        return true;
      case OP.GLOBAL:
        return this.#pushGlobal(...this.#twoLines());
      case OP.STACK_GLOBAL: {
        const name = this.#pop();
        const module = this.#pop();
        if (typeof module !== 'string' || typeof name !== 'string') this.#wrong('a name that is not text');
        return this.#pushGlobal(module as string, name as string);
      }
      case OP.REDUCE: {
        const args = this.#pop();
        const global = this.#pop();
        if (!(global instanceof Global)) throw this.#fault('a call (REDUCE) of what is no name', PLAIN);
        const outcome = reduce(global, args);
        if ('fault' in outcome) return this.#wrong(outcome.fault);
        const { value } = outcome;
        if (value instanceof Uint8Array) this.#spend(value.length);
        if (value instanceof ArrayInProgress) this.#spend(value.data.byteLength);
        if (value instanceof ArrayInProgress) this.#arrays.push({ array: value, offset: this.#offset });
        return this.#push(value);
      }
      case OP.BUILD: {
        const state = this.#pop();
        const target = this.#top();
        const wrong =
          target instanceof DType
            ? buildDType(target, state)
            : target instanceof ArrayInProgress
              ? target.fill(state)
              : 'the state of an object (BUILD)';
        if (wrong !== undefined) return this.#wrong(wrong);
        if (target instanceof ArrayInProgress) this.#spend(target.data.byteLength);
        return true;
      }
      default:
        return false;
    }
  }

  #twoLines(): [module: string, name: string] {
    const module = latin1(this.#input.line().subarray(0, 200));
    return [module, latin1(this.#input.line().subarray(0, 200))];
  }

  #pushGlobal(module: string, name: string): boolean {
    const global = Global.of(`${module}.${name}`);
    if (global === undefined) throw this.#unknownName(module, name);
    return this.#push(global);
  }

  #unknownName(module: string, name: string): DatasetError {
    const shown = JSON.stringify(`${module}.${name}`.slice(0, 80));
    return this.#fault(`the name ${shown} (${opcodeName(this.#opcode)})`, PLAIN);
  }

  #push(value: unknown): true {
    this.#stack.push(value);
    return true;
  }

  #pushTuple(items: unknown[]): true {
    if (items.some((item) => this.#isInternal(item))) this.#internal.add(items);
    return this.#push(items);
  }

  #isInternal(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false;
    return value instanceof Global || value instanceof DType || this.#internal.has(value);
  }

  /** @throws {DatasetError} If the value is internal. */
  #plain(value: unknown): PickleValue {
    if (this.#isInternal(value)) throw this.#fault('a name or a NumPy type as a value', PLAIN);
    return value as PickleValue;
  }

  #append(items: unknown[]): true {
    const list = this.#top();
    if (!Array.isArray(list)) return this.#wrong('items for what is not a list');
    for (const item of items) list.push(this.#plain(item));
    return true;
  }

  #setItems(items: unknown[]): true {
    const dict = this.#top();
    if (!(dict instanceof Map)) return this.#wrong('items for what is not a dict');
    if (items.length % 2 !== 0) return this.#wrong('a key without a value');
    for (let i = 0; i < items.length; i += 2) {
      const key = this.#key(items[i]);
      if (dict.has(key)) this.#wrong(`the key ${JSON.stringify(String(key).slice(0, 40))} twice`);
      dict.set(key, this.#plain(items[i + 1]));
    }
    return true;
  }

  #key(key: unknown): PickleKey {
    if (key instanceof Uint8Array) {
      this.#spend(key.length);
      try {
        return utf8.decode(key);
      } catch {
        return latin1(key);
      }
    }
    if (typeof key === 'object' && key !== null) {
      throw this.#fault('a key that is a tuple or an object', 'text, bytes, a number, a bool or None');
    }
    return key as PickleKey;
  }

  #memoPut(index: number): true {
    this.#memo.set(index, this.#top());
    return true;
  }

  #memoGet(index: number): true {
    if (!this.#memo.has(index)) return this.#wrong(`a reference to memo ${index}, where nothing is`);
    return this.#push(this.#memo.get(index));
  }

  /** The top of the stack; nothing below a mark may be taken. */
  #top(): unknown {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) return this.#wrong('an empty stack');
    return this.#stack.at(-1);
  }

  #pop(): unknown {
    const value = this.#top();
    this.#stack.pop();
    return value;
  }

  #popMarked(): unknown[] {
    const mark = this.#marks.pop();
    return mark === undefined ? this.#wrong('no mark') : this.#stack.splice(mark);
  }

  #spend(bytes: number): void {
    this.#budget -= bytes;
    if (this.#budget < 0) this.#wrong('the same bytes too many times');
  }

  #wrong(found: string): never {
    throw this.#fault(found, 'a pickle of plain data or NumPy arrays');
  }

  #fault(found: string, expected: string): DatasetError {
    return this.#input.fault(this.#offset, found, expected);
  }
}
