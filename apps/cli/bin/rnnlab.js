#!/usr/bin/env node
// Not built, so that npm finds it when it links the command in a fresh clone.
import '../dist/bin.js';
