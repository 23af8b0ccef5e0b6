// What a plain Electron does by itself with `electron FOLDER`: the first argument without a dash is the application's
// folder; its package.json gives name, version and the file to start.

require('./redirect.js');
const fs = require('node:fs');
const path = require('node:path');
const { app } = require('electron');

function fail(sentence) {
  console.error(`taktline: ${sentence}`);
  app.exit(1);
}

function start() {
  const argument = process.argv.slice(1).find((word) => !word.startsWith('-'));
  if (argument === undefined)
    return fail('the Electron runtime was started without an application folder: use npm start.');
  const folder = path.resolve(argument);
  const manifestPath = path.join(folder, 'package.json');
  if (!fs.existsSync(manifestPath)) return fail(`${folder} holds no package.json: use npm start.`);
  const manifest = JSON.parse(fs.readFileSync(manifestPath, 'utf8'));
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version ?? '0.0.0');
  app.setAppPath(folder);
  require(path.resolve(folder, manifest.main ?? 'index.js'));
}

start();
