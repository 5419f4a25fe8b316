import { parentPort } from 'node:worker_threads';
import { importPeer } from '../optional-peer.js';
import { type Port, serve } from '../ort/serve.js';
import type { Ort } from '../ort/sessions.js';
import { webAnswers } from './answers.js';

serve(webAnswers(await importPeer<Ort>('onnxruntime-web')), parentPort as unknown as Port);
