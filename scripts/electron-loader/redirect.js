// Runs inside the registry's Electron 33 (see scripts/bootstrap/electron-registry.mjs): whoever asks for better-sqlite3
// gets the 11.5.0 that lies beside this file and was built for this Electron; the project's 13 would crash it at load.
// A redirect in one thread does not reach another, so every worker is started with this file first (`-r`).

const Module = require('node:module');
const path = require('node:path');
const workerThreads = require('node:worker_threads');

const BUNDLED = path.join(__dirname, 'node_modules', 'better-sqlite3', 'lib', 'index.js');

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return request === 'better-sqlite3' ? BUNDLED : resolveFilename.call(this, request, ...rest);
};

const PlainWorker = workerThreads.Worker;
workerThreads.Worker = class Worker extends PlainWorker {
  constructor(file, options = {}) {
    super(file, { ...options, execArgv: ['-r', __filename, ...(options.execArgv ?? [])] });
  }
};
Module.syncBuiltinESMExports();
