import { inNode } from '@rnnlab/shared';
import type { Engine } from './engine.js';
import { onnxruntime } from './onnxruntime/engine.js';
import { web } from './web/engine.js';

/** What trains when no engine is named: `onnxruntime()` in Node, `web()` in a page. */
export const defaultEngine = (): Engine => (inNode ? onnxruntime() : web());
