import { ENGINE_PACKAGES, OWN_PACKAGES, versionOf } from '../packages.js';

/** Versions that a result may depend on: of Node, of our packages, and of those of engines that are installed. */
export function versions(): Record<string, string> {
  const names = [...OWN_PACKAGES, ...ENGINE_PACKAGES.map(({ name }) => name)];
  const found = names.map((name) => [name, versionOf(name)] as const);
  return Object.fromEntries([
    ['node', process.versions.node],
    ...found.flatMap(([name, version]) => (version === undefined ? [] : [[name, version] as const])),
  ]);
}
