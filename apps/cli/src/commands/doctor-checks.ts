import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { ENGINE_PACKAGES, OWN_PACKAGES, versionOf } from '@rnnlab/lab';
import { onnxruntime } from '@rnnlab/trainer';

/** The result of one check. */
export interface Finding {
  name: string;
  /** `missing` makes training impossible; `absent` is something optional that is not installed. */
  status: 'ok' | 'absent' | 'missing';
  detail: string;
  /** What to do about it. */
  remedy?: string;
}

/** Checks everything that training needs, and what is optional, in the order in which it is printed. */
export async function checkInstallation(): Promise<Finding[]> {
  return [
    checkNode(),
    ...checkMachine(),
    await checkFolder(),
    await checkOnnxRuntime(),
    checkCuda(),
    ...checkPackages(),
    ...checkOptionalEngines(),
  ];
}

const OLDEST_NODE = [20, 19] as const;

function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const platform = `${process.platform} ${process.arch}`;
  return enough
    ? { name: 'Node', status: 'ok', detail: `${version} on ${platform}` }
    : {
        name: 'Node',
        status: 'missing',
        detail: `${version} is too old: expected ${OLDEST_NODE.join('.')} or later`,
        remedy: 'install a current Node from https://nodejs.org',
      };
}

function checkPackages(): Finding[] {
  return OWN_PACKAGES.map((name) => {
    const version = versionOf(name);
    return version === undefined
      ? { name, status: 'missing', detail: 'not installed', remedy: `npm install ${name}` }
      : { name, status: 'ok', detail: version };
  });
}

function checkMachine(): Finding[] {
  const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const threads = availableParallelism();
  return [
    {
      name: 'processor',
      status: 'ok',
      detail: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    },
    { name: 'memory', status: 'ok', detail: `${gigabytes(freemem())} free of ${gigabytes(totalmem())}` },
  ];
}

/** Whether runs can be written to the folder. */
async function checkFolder(folder = process.cwd()): Promise<Finding> {
  const name = 'run directories';
  try {
    await access(folder, constants.W_OK);
    return { name, status: 'ok', detail: `can be written in ${folder}` };
  } catch {
    return {
      name,
      status: 'missing',
      detail: `cannot be written in ${folder}`,
      remedy: 'change to a folder of yours, or name one by --run',
    };
  }
}

const require = createRequire(import.meta.url);

/** ONNX Runtime, by starting it. */
async function checkOnnxRuntime(): Promise<Finding> {
  const name = 'onnxruntime-node';
  const remedy = 'npm install onnxruntime-node';
  try {
    return { name, status: 'ok', detail: await onnxruntime().describe() };
  } catch (error) {
    return { name, status: 'missing', detail: (error as Error).message, remedy };
  }
}

/** The library of the CUDA provider, which onnxruntime-node fetches when it is installed. */
function checkCuda(): Finding {
  const name = 'CUDA provider';
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { name, status: 'absent', detail: 'comes with onnxruntime-node on Linux x64 only' };
  }
  let folder: string;
  try {
    folder = dirname(require.resolve('onnxruntime-node/package.json'));
  } catch {
    return { name, status: 'absent', detail: 'needs onnxruntime-node' };
  }
  const library = join('bin', 'napi-v6', process.platform, process.arch, 'libonnxruntime_providers_cuda.so');
  return existsSync(join(folder, library))
    ? { name, status: 'ok', detail: 'installed' }
    : {
        name,
        status: 'absent',
        detail: 'not installed; models are trained on the CPU',
        remedy: 'node node_modules/onnxruntime-node/script/install --onnxruntime-node-install=cuda12',
      };
}

/** The packages of the other engines, which nothing depends on. */
const checkOptionalEngines = (): Finding[] =>
  ENGINE_PACKAGES.filter(({ engine }) => engine !== 'onnxruntime').map(({ name, use }) => {
    const version = versionOf(name);
    return version === undefined
      ? { name, status: 'absent', detail: `${use}: not installed, not needed`, remedy: `npm install ${name}` }
      : { name, status: 'ok', detail: version };
  });
