/** Takes actions one after the other, in the order in which they come; one that fails does not stop the others. */
export function inOrder(): <Result>(action: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (action) => {
    const result = last.then(action);
    last = result.catch(() => {});
    return result;
  };
}
