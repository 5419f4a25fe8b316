import { expect, test } from 'vitest';
import { checkCuda } from './check.js';
import { whyNotCuda } from './why-not.js';

async function run(args: string[], whyNot?: () => Promise<string | undefined>) {
  const said: string[] = [];
  const complaints: string[] = [];
  const output = {
    say: (line: string) => said.push(line),
    complain: (line: string) => complaints.push(line),
  };
  return { code: await checkCuda(args, output, whyNot), said, complaints };
}

test('without a CUDA provider it says that it is skipped, and why beside, and succeeds', async () => {
  expect(await run([], async () => 'There is none.')).toEqual({
    code: 0,
    said: ['skipped: no CUDA provider'],
    complaints: ['There is none.'],
  });
});

test.skipIf((await whyNotCuda()) === undefined)('a machine without one is recognized', async () => {
  expect(await run(['--case', 'names-lstm128'])).toMatchObject({
    code: 0,
    said: ['skipped: no CUDA provider'],
  });
});

test.each([
  [['--list'], 'check:cuda has no option --list.'],
  [['--agree'], 'check:cuda has no option --agree.'],
  [['--peer', 'torch'], 'check:cuda has no option --peer.'],
  [['--case', 'names-lstm12'], 'There is no case "names-lstm12"; the nearest is "names-lstm128".'],
])('%j is refused, with or without a GPU', async (args, complaint) => {
  expect(await run(args)).toEqual({ code: 2, said: [], complaints: [complaint] });
});

test('--help says what it can be told', async () => {
  const { code, said } = await run(['--help']);
  expect(code).toBe(0);
  expect(said.join('\n')).toContain('npm run check:cuda');
});
