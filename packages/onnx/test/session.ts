import * as ort from 'onnxruntime-node';
import type { Graph } from '../src/graph/graph.js';
import { serialize } from '../src/graph/serialize.js';
import { type DataType, dataOf } from '../src/graph/types.js';

/** A tensor as a test writes it. */
export interface Tensor {
  type: DataType;
  dims: readonly number[];
  data: readonly number[];
}

export interface Result {
  dims: readonly number[];
  data: number[];
}

type OptimizationLevel = 'all' | 'basic';

/** A program that ONNX Runtime has loaded. */
export class Session {
  private constructor(private readonly session: ort.InferenceSession) {}

  static async open(program: Graph | Uint8Array, level: OptimizationLevel = 'all'): Promise<Session> {
    const model = program instanceof Uint8Array ? program : serialize(program);
    const session = await ort.InferenceSession.create(model, {
      graphOptimizationLevel: level,
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    return new Session(session);
  }

  async run(feeds: Record<string, Tensor>): Promise<Record<string, Result>> {
    const tensors = Object.entries(feeds).map(([name, { type, dims, data }]) => {
      return [
        name,
        new ort.Tensor(type, dataOf(type, data) as ort.Tensor.DataTypeMap[DataType], dims),
      ] as const;
    });
    const results = await this.session.run(Object.fromEntries(tensors));
    return Object.fromEntries(
      Object.entries(results).map(([name, { dims, data }]) => [
        name,
        { dims, data: Array.from(data as Iterable<number | bigint>, Number) },
      ]),
    );
  }

  close(): Promise<void> {
    return this.session.release();
  }
}

/** Opens a program, uses it and closes it. */
export async function withSession<R>(
  program: Graph | Uint8Array,
  use: (session: Session) => Promise<R>,
  level?: OptimizationLevel,
): Promise<R> {
  const session = await Session.open(program, level);
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}
