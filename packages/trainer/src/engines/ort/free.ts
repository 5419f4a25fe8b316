interface Port {
  postMessage(message: undefined, handOver: ArrayBuffer[]): void;
  close(): void;
}

/** The types of the DOM are not loaded, and those of Node do not have it as a global. */
declare const MessageChannel: new () => { port1: Port };

/** For Node before 22: a port that nobody listens to. What is handed over to it is gone. */
let nowhere: Port | undefined;

/**
 * Gives memory back at once. What ONNX Runtime puts out is new memory in every run; left to the garbage collector, which
 * waits for about 64 MB of it, old states pile up.
 *
 * @param data - Nobody may read it any more. Memory that threads share, or that cannot be given away, stays.
 */
export function free(data: Iterable<ArrayBufferView>): void {
  for (const { buffer } of data) {
    // Memory that is already gone cannot go again.
    if (!(buffer instanceof ArrayBuffer) || buffer.byteLength === 0) continue;
    try {
      giveAway(buffer);
    } catch {
      // The garbage collector will have it.
    }
  }
}

function giveAway(buffer: ArrayBuffer & { transfer?(length: number): ArrayBuffer }): void {
  if (buffer.transfer) {
    buffer.transfer(0);
    return;
  }
  if (!nowhere) {
    nowhere = new MessageChannel().port1;
    nowhere.close();
  }
  nowhere.postMessage(undefined, [buffer]);
}
