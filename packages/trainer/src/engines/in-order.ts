/** For engines: takes actions one after the other, in the order in which they come; one that fails does not stop the others. */
export function inOrder(): <Result>(action: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (action) => {
    const result = last.then(action);
    // Without what it gave, which would be kept until the next one.
    last = result.then(
      () => {},
      () => {},
    );
    return result;
  };
}
