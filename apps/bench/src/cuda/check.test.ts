import { EngineError } from '@rnnlab/trainer';
import { expect, test } from 'vitest';
import { checkCuda, whyNotCuda } from './check.js';

async function run(args: string[], whyNot?: () => Promise<string | undefined>) {
  const printed: string[] = [];
  const errors: string[] = [];
  const output = {
    print: (line: string) => printed.push(line),
    printError: (line: string) => errors.push(line),
  };
  return { code: await checkCuda(args, output, whyNot), printed, errors };
}

test('without a CUDA provider it is skipped with the reason, and succeeds', async () => {
  expect(await run([], async () => 'There is none.')).toEqual({
    code: 0,
    printed: ['skipped: no CUDA provider'],
    errors: ['There is none.'],
  });
});

test.skipIf((await whyNotCuda()) === undefined)('a machine without one is recognized', async () => {
  expect(await run(['--case', 'names-lstm128'])).toMatchObject({
    code: 0,
    printed: ['skipped: no CUDA provider'],
  });
});

test.each([
  [['--list'], 'check:cuda has no option --list.'],
  [['--agree'], 'check:cuda has no option --agree.'],
  [['--peer', 'torch'], 'check:cuda has no option --peer.'],
  [['--case', 'names-lstm12'], 'There is no case "names-lstm12"; the nearest is "names-lstm128".'],
])('%j is refused, with or without a GPU', async (args, error) => {
  expect(await run(args)).toEqual({ code: 2, printed: [], errors: [error] });
});

test('--help prints the options', async () => {
  const { code, printed } = await run(['--help']);
  expect(code).toBe(0);
  expect(printed.join('\n')).toContain('npm run check:cuda');
});

const described = async (): Promise<string> => 'ONNX Runtime on an NVIDIA GPU';

test('without a driver there is nothing to check, whatever is installed', async () => {
  expect(await whyNotCuda(() => false, described)).toBe('There is no driver of an NVIDIA GPU.');
});

test('with a GPU, but no provider, the engine gives the reason', async () => {
  const describe = async (): Promise<string> => {
    throw new EngineError('There is no CUDA provider.');
  };
  expect(await whyNotCuda((path) => path === '/dev/nvidiactl', describe)).toBe('There is no CUDA provider.');
});

test('with both there is no reason', async () => {
  expect(await whyNotCuda((path) => path === '/dev/dxg', described)).toBeUndefined();
});

test('an error of the program is not taken for a missing provider', async () => {
  const describe = async (): Promise<string> => {
    throw new TypeError('undefined is not a function');
  };
  await expect(whyNotCuda(() => true, describe)).rejects.toThrow(TypeError);
});
