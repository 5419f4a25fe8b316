// The worker of a page. What it imports is imported statically, as not every bundler splits the code of a worker.
import * as ort from 'onnxruntime-web/wasm';
import { type Port, serve } from '../ort/serve.js';
import { webAnswers } from './answers.js';

const scope = globalThis as unknown as Port & { name: string };
// In a bundle, ONNX Runtime starts this file again for each of its own threads, which take no calls.
if (!scope.name.startsWith('em-pthread')) serve(webAnswers(ort), scope);
