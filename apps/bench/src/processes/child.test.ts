import { expect, test } from 'vitest';
import { Child } from './child.js';

const node = (program: string): Child =>
  Child.start({ title: 'the child', command: process.execPath, args: ['-e', program] });

test('a child says that it is ready, answers questions in order, and other lines are passed over', async () => {
  const child = node(`
    console.log('some library says hello');
    console.log(JSON.stringify({ ready: true }));
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      console.log(JSON.stringify({ double: 2 * JSON.parse(line).value }));
    });`);
  expect(await child.ask()).toEqual({ ready: true });
  expect(await child.ask({ value: 3 })).toEqual({ double: 6 });
  expect(await child.ask({ value: 4 })).toEqual({ double: 8 });
  await child.stop();
  await expect(child.ask({ value: 5 })).rejects.toThrow('the child ended');
});

test('a child that fails is reported with its error', async () => {
  const child = node(`throw new RangeError('the model is too large');`);
  await expect(child.ask()).rejects.toThrow('the child ended: RangeError: the model is too large');
  await child.stop();
});

test('a child that takes too long is given up, and can be stopped', async () => {
  const child = node('setInterval(() => {}, 1000)');
  await expect(child.ask(undefined, 0.1)).rejects.toThrow('the child did not answer in 0.1 s.');
  await child.stop();
});

test('a program that is not there is reported', async () => {
  const child = Child.start({ title: 'Nothing', command: 'no-such-program-here', args: [] });
  await expect(child.ask()).rejects.toThrow('Cannot start Nothing');
  await child.stop();
});
