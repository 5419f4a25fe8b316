import * as ort from 'onnxruntime-web/wasm';
import { type Port, serve } from './rpc.js';
import { webHandlers } from './sessions.js';

// The worker of a page. All imports are static, as not every bundler splits the code of a worker.
const scope = globalThis as unknown as Port & { name: string };
// In a bundle, ONNX Runtime starts this file again for each of its own threads, which take no calls.
if (!scope.name.startsWith('em-pthread')) serve(webHandlers(ort), scope);
