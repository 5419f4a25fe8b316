import { attempt, inChild, killed, once, onSmallDisk, sleep, withoutRoom } from './fault-actions.js';
import type { Proof, Result, World } from './fault-world.js';
import type { Fault } from './faulty-server.js';

export type Expected = 'right' | 'error' | 'either';

export interface Scenario {
  /** What is known of the file: without a checksum, a wrong file of the right length cannot be told. */
  readonly proofs: readonly Proof[];
  /** Plans the faults, and says what must come of them. */
  readonly expects: (world: World) => Expected | Promise<Expected>;
  readonly run: (world: World) => Promise<Result[]>;
}

const ANY: readonly Proof[] = ['sha256', 'md5', 'bytes', 'none'];
const CHECKED: readonly Proof[] = ['sha256', 'md5'];

/** Each mirror fails a few times, and then works. */
function sometimes(fault: (world: World) => Fault): Scenario {
  return {
    proofs: ANY,
    expects(world) {
      for (const faults of world.faults) for (let i = world.random(4); i >= 0; i--) faults.push(fault(world));
      return 'right';
    },
    run: once,
  };
}

/** A connection is cut, and then the rest is not what it should be. */
function afterCut(fault: Fault): Scenario {
  const expects = (world: World): Expected => {
    for (const faults of world.faults) faults.push(cut(world), fault);
    return 'right';
  };
  return { proofs: fault.kind === 'if-range-ignored' ? CHECKED : ANY, expects, run: once };
}

/** The first mirrors always fail; with luck the last one works. */
function always(fault: (world: World) => Fault, proofs: readonly Proof[]): Scenario {
  return {
    proofs,
    expects(world) {
      const good = world.random(2) === 0 && world.faults.length > 1;
      const bad = good ? world.faults.slice(0, -1) : world.faults;
      for (const faults of bad) faults.push(...Array.from({ length: 60 }, () => fault(world)));
      return good ? 'right' : 'error';
    },
    run: once,
  };
}

export const SCENARIOS = {
  cut: sometimes(cut),
  'no answer': sometimes(() => ({ kind: 'refuse' })),
  'not HTTP': sometimes(() => ({ kind: 'garbage' })),
  'server error': sometimes(({ random }) => ({
    kind: 'status',
    status: [500, 502, 503, 504, 429][random(5)]!,
  })),
  redirect: sometimes(() => ({ kind: 'redirect' })),
  'slow drip': sometimes(({ random, content }) => ({
    kind: 'drip',
    bytes: 1 + Math.floor(content.length / (1 + random(8))),
    pause: random(10),
  })),
  stall: sometimes(({ random, content }) => ({ kind: 'stall', after: random(content.length) })),
  'wrong once': {
    proofs: CHECKED,
    expects(world) {
      for (const faults of world.faults) faults.push({ kind: 'wrong-bytes' });
      return 'right';
    },
    run: once,
  },
  'wrong checksum': always(() => ({ kind: 'wrong-bytes' }), CHECKED),
  'wrong length': always(
    ({ random }) => ({ kind: 'wrong-length', by: (random(2) === 0 ? 1 : -1) * (1 + random(100)) }),
    ['sha256', 'md5', 'bytes'],
  ),
  'mirror down': always(
    ({ random }) => [{ kind: 'refuse' } as const, { kind: 'status', status: 404 } as const][random(2)]!,
    ANY,
  ),
  'range ignored': afterCut({ kind: 'range-ignored' }),
  'wrong range': afterCut({ kind: 'wrong-range' }),
  'condition ignored': afterCut({ kind: 'if-range-ignored' }),
  'changed file': {
    proofs: ANY,
    expects(world) {
      for (const faults of world.faults) faults.push(cut(world));
      world.right = [world.content, world.content.map((byte) => byte ^ 0x0f)];
      return 'sha256' in world.file || 'md5' in world.file ? 'either' : 'right';
    },
    async run(world) {
      const downloading = once(world);
      while (world.servers.every(({ requests }) => requests.length === 0)) await sleep(1);
      await sleep(world.random(15));
      world.content = world.right[1]!;
      return downloading;
    },
  },
  'disk full': {
    proofs: ANY,
    expects: ({ content, tools }) =>
      tools.smallDisk && content.length > tools.smallDisk.bytes ? 'error' : 'either',
    run: (world) =>
      world.tools.smallDisk ? onSmallDisk(world, world.tools.smallDisk.folder) : withoutRoom(world),
  },
  'two processes': {
    proofs: ANY,
    expects(world) {
      for (const faults of world.faults) faults.push(drip(world), cut(world));
      return 'right';
    },
    run: async (world) => [...(await once(world)), ...(await Promise.all([inChild(world), inChild(world)]))],
  },
  'killed process': {
    proofs: ANY,
    expects: dripping,
    async run(world) {
      await killed(world);
      return once(world);
    },
  },
  'killed while another waits': {
    proofs: ANY,
    expects: dripping,
    async run(world) {
      const [, ...results] = await Promise.all([killed(world), inChild(world), attempt(world)]);
      return results;
    },
  },
  aborted: {
    proofs: ANY,
    expects: dripping,
    async run(world) {
      const controller = new AbortController();
      const reason = new Error('aborted by the test');
      setTimeout(() => controller.abort(reason), world.random(60));
      const { error } = (await attempt(world, { signal: controller.signal })) as { error?: unknown };
      if (error !== undefined && error !== reason) return [{ error }];
      return once(world);
    },
  },
} satisfies Record<string, Scenario>;

function cut({ random, content }: World): Fault {
  return { kind: 'cut', after: random(content.length) };
}

function drip({ random, content }: World): Fault {
  return { kind: 'drip', bytes: 1 + Math.floor(content.length / 10), pause: random(20) };
}

function dripping(world: World): Expected {
  for (const faults of world.faults) faults.push(drip(world), drip(world));
  return 'right';
}
